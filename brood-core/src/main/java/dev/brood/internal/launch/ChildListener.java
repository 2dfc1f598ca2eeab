package dev.brood.internal.launch;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.death.DeathReport;
import dev.brood.internal.util.Log;
import dev.brood.internal.wire.ItemRange;

/** Told what becomes of a child, from various threads; must not block. */
public interface ChildListener {

  /** The child is there, though it may not have joined: what is written to the link reaches it. */
  void onReady(LinkedChild child);

  /** Bytes came, or space. */
  void onBell();

  /** The worker of a pool has not begun these items and will not. */
  default void onGivenBack(ItemRange items) {}

  /** A spare could not preload something; it goes on without. */
  default void onPreloadFailed(String why) {
    Log.debug(why, null);
  }

  /** The child ended before it had joined; nothing follows. */
  void onNotJoined(ProcessStartException failure, DeathReport report);

  /**
   * The child has ended and its link was read to the end; nothing follows. A child that needed no
   * more than the first bytes of its stream may never have been ready.
   */
  void onDeath(LinkedChild child, DeathReport report);
}

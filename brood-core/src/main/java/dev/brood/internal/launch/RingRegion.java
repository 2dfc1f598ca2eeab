package dev.brood.internal.launch;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.folder.SharedMemoryDirectory;
import dev.brood.internal.region.SharedRegion;
import dev.brood.internal.ring.RingLayout;
import java.io.IOException;
import java.nio.file.Path;

/** The memory that an owner makes for the rings that it shares with one child. */
final class RingRegion {

  private RingRegion() {}

  /**
   * Makes a region with rings in it that hold nothing yet.
   *
   * @param name the child's, for the message
   * @throws ProcessStartException if there is no room for it
   */
  static SharedRegion create(String name) {
    int size = RingLayout.size(RingLayout.CAPACITY);
    Path directory = SharedMemoryDirectory.ofThisJvm().placeFor(size).directory();
    Path file = directory.resolve("ring-" + Rendezvous.ofThisJvm().nextFileNumber());
    try {
      SharedRegion region = SharedRegion.create(file, size);
      RingLayout.initialize(region.bytes(), RingLayout.CAPACITY);
      return region;
    } catch (IOException e) {
      throw new ProcessStartException(
          "cannot make a shared region of size=" + size + " for " + name + " in " + directory, e);
    }
  }
}

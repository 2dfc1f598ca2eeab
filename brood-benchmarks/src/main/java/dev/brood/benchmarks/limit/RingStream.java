package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import java.io.IOException;

/**
 * Messages of 64 bytes to another JVM and back over a bare ring, as many on the way as it holds.
 * Per second.
 */
public final class RingStream implements Probe {

  private final RingPeer peer = RingPeer.start();
  private final int messages;

  /** Creates the probe; size: {@code items} per sample. */
  public RingStream(Settings settings) throws IOException {
    messages = settings.size("items");
  }

  @Override
  public double sample() throws Exception {
    peer.echo(messages);
    return Elapsed.of(this::stream).perSecond(messages);
  }

  private void stream() {
    RingLane there = peer.there();
    RingLane back = peer.back();
    int sent = 0;
    int received = 0;
    while (received < messages) {
      boolean moved = false;
      if (sent < messages && there.hasRoom()) {
        there.give(sent++);
        moved = true;
      }
      if (back.hasNext()) {
        long answer = back.take();
        if (answer != received++) {
          throw new IllegalStateException("expected %d, got %d".formatted(received - 1, answer));
        }
        moved = true;
      }
      if (!moved) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() throws IOException {
    peer.close();
  }
}

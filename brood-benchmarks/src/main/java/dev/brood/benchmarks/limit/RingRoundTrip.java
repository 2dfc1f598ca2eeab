package dev.brood.benchmarks.limit;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import java.io.IOException;

/**
 * 64 bytes to another JVM and back over a bare ring, both sides spinning: the least that a call can
 * take. In us.
 */
public final class RingRoundTrip implements Probe {

  private final RingPeer peer = RingPeer.start();
  private final int calls;

  /** Creates the probe; size: {@code calls} per sample. */
  public RingRoundTrip(Settings settings) throws IOException {
    calls = settings.size("calls");
  }

  @Override
  public double sample() throws IOException {
    peer.echo(calls);
    double[] micros = new double[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      peer.there().give(i);
      long answer = peer.back().take();
      micros[i] = (System.nanoTime() - start) / 1e3;
      if (answer != i) {
        throw new IllegalStateException("sent %d, got %d".formatted(i, answer));
      }
    }
    return Statistics.median(micros);
  }

  @Override
  public void close() throws IOException {
    peer.close();
  }
}

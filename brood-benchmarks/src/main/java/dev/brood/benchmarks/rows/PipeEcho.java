package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.harness.Statistics;
import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.process.JvmProcess;

/** Bytes to a child, which sends them back. */
final class PipeEcho implements Probe {

  private final boolean rate;
  private final int calls;
  private final byte[] payload;
  private final Connection here;
  private final JvmProcess child;

  private PipeEcho(Settings settings, boolean rate) {
    this.rate = rate;
    calls = settings.size("calls");
    payload = new byte[settings.size("bytes")];
    Pipe pipe = Pipe.open();
    here = pipe.first();
    Connection there = pipe.second();
    child = JvmProcess.start(() -> echo(there));
  }

  /** The median round trip, in us. */
  static PipeEcho roundTrip(Settings settings) {
    return new PipeEcho(settings, false);
  }

  /** How much goes there and back, in MB/s. */
  static PipeEcho rate(Settings settings) {
    return new PipeEcho(settings, true);
  }

  private static void echo(Connection end) throws InterruptedException {
    try (end) {
      while (true) {
        end.sendBytes(end.receiveBytes());
      }
    } catch (EndOfConnectionException over) {
      // The measuring side is done.
    }
  }

  @Override
  public double sample() throws InterruptedException {
    double[] micros = new double[calls];
    long begin = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      here.sendBytes(payload);
      byte[] back = here.receiveBytes();
      micros[i] = (System.nanoTime() - start) / 1e3;
      if (back.length != payload.length) {
        throw new IllegalStateException("sent %d, got %d".formatted(payload.length, back.length));
      }
    }
    long nanos = System.nanoTime() - begin;
    return rate ? 1e3 * calls * payload.length / nanos : Statistics.median(micros);
  }

  @Override
  public void close() {
    here.close();
    child.close();
  }
}

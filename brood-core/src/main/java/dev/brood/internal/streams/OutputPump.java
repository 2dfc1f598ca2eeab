package dev.brood.internal.streams;

import dev.brood.internal.util.Log;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Empties one stream of a child, in a thread of its own that ends with the stream.
 *
 * <p>A stream ends when all who can write to it are gone: the child, and what the child started
 * with its own streams. When only such others are left, all that the child wrote has been passed on
 * as soon as the thread waits for more and a line without an end is passed on, and then nobody
 * needs to wait for the thread. It goes on passing on what the others write, for as long as they
 * live.
 */
final class OutputPump extends Thread implements LineBuffer.Sink {
  /** A thread that reads the same empty pipe for so long has seen all that a dead child wrote. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final InputStream in;
  private final String child;
  private volatile Taker taker;
  private final LineBuffer buffer;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Written by the pump's thread: how many reads it began; negative while it waits in one. */
  private volatile long reads;

  private boolean logged;

  /**
   * To whom lines go.
   *
   * @param sink takes them
   * @param last keeps the last ones
   */
  record Taker(LineBuffer.Sink sink, LastLines last) {}

  /** Makes a pump, yet to be started, for {@code in}, one of the streams of {@code child}. */
  OutputPump(String stream, String child, InputStream in, Charset charset, Taker taker) {
    super("brood-" + stream + "-" + child);
    setDaemon(true);
    this.in = in;
    this.taker = taker;
    this.child = child;
    this.buffer = new LineBuffer(this, charset);
  }

  @Override
  public void run() {
    try (in) {
      long count = 0;
      boolean more = true;
      while (more) {
        count++;
        reads = -count;
        more = buffer.readFrom(in);
      }
    } catch (IOException closed) {
      Log.debug("the output of " + child + " ended early", closed);
    } finally {
      buffer.flush();
      ended.countDown();
    }
  }

  @Override
  public void accept(byte[] bytes, int from, int to) {
    if (Thread.currentThread() == this) {
      reads = Math.abs(reads);
    }
    Taker current = taker;
    current.last.add(bytes, from, to);
    try {
      current.sink.accept(bytes, from, to);
    } catch (RuntimeException | Error failure) {
      // A stream or listener of the user. If this thread ended, the child would hang on a full
      // pipe.
      if (!logged) {
        logged = true;
        Log.warning("cannot pass on the output of " + child + "; logged once", failure);
      }
    }
  }

  /** Has lines passed on to somebody else from now on. */
  void passTo(Taker other) {
    taker = other;
  }

  /** Returns the last lines that were passed on. */
  LastLines last() {
    return taker.last;
  }

  /**
   * Waits until all that the child wrote has been passed on. To be called once the child is dead.
   *
   * @param nanos how long to wait while the pump does not get on
   * @return false if whoever takes the lines did not take one for that long
   */
  boolean awaitDrained(long nanos) throws InterruptedException {
    long seen = reads;
    long stuck = 0;
    while (getState() != State.NEW && !ended.await(QUIET_NANOS, TimeUnit.NANOSECONDS)) {
      long now = reads;
      if (now != seen) {
        seen = now;
        stuck = 0;
        continue;
      }
      if (now < 0) {
        return passOnRest(nanos);
      }
      stuck += QUIET_NANOS;
      if (stuck >= nanos) {
        return false;
      }
    }
    return true;
  }

  /**
   * Passes on what the child left without the end of a line: the end may never come. In a thread of
   * its own, because whoever takes it may be stuck.
   */
  private boolean passOnRest(long nanos) throws InterruptedException {
    Thread rest = new Thread(buffer::flush, getName() + "-rest");
    rest.setDaemon(true);
    try {
      rest.start();
    } catch (OutOfMemoryError noThread) {
      Log.debug("no thread for the last line of " + child, noThread);
      return false;
    }
    return rest.join(Duration.ofNanos(nanos));
  }
}

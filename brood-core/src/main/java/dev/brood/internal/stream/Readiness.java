package dev.brood.internal.stream;

import dev.brood.internal.folder.ShutdownSequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of this JVM that tells when a socket of a connection is ready. It runs while there
 * is a socket to watch and sleeps in the kernel; it moves no bytes but bells.
 *
 * <p>Sockets that are watched never block. A thread that is interrupted in a blocking operation
 * closes the channel, and the threads that use connections run users' code.
 */
public final class Readiness {

  /** Told that a channel is ready, by the thread of the loop. Must not block. */
  public interface Handler {

    /** The channel is ready for what was asked; asks again for more. */
    void onReady(Watch watch, int operations);
  }

  /** One channel that is watched. Any thread. */
  public static final class Watch {

    private final Readiness loop;
    private final SelectableChannel channel;
    private volatile Handler handler;
    private @Nullable SelectionKey key;
    private boolean closed;

    private Watch(Readiness loop, SelectableChannel channel, Handler handler) {
      this.loop = loop;
      this.channel = channel;
      this.handler = handler;
    }

    /** Has another handler told from now on. */
    public void handler(Handler next) {
      handler = next;
    }

    /** Asks to be told once when the channel is ready for {@code operations}. */
    public void arm(int operations) {
      synchronized (this) {
        if (closed || key == null) {
          return;
        }
        try {
          if ((key.interestOpsOr(operations) & operations) == operations) {
            return;
          }
        } catch (CancelledKeyException gone) {
          return;
        }
      }
      loop.wakeup();
    }

    /** Closes the channel and forgets it; again: nothing. */
    public void close() {
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      try {
        channel.close();
      } catch (IOException e) {
        System.getLogger("dev.brood").log(Level.DEBUG, "closing a socket", e);
      }
      loop.forget();
    }
  }

  private static final long OUTSIDE_KERNEL_NANOS = 5_000_000;

  private static @Nullable Readiness running;
  private static boolean registered;
  private static volatile boolean outsideKernel;

  private final Selector selector;
  private final Thread thread;
  private int watched;

  private Readiness() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a selector", e);
    }
    thread = new Thread(null, this::loop, "brood-channels", 0, false);
    thread.setDaemon(true);
  }

  /**
   * Watches a channel, which must not block, until its watch is closed.
   *
   * @throws IOException if the channel is closed
   */
  public static Watch watch(SelectableChannel channel, Handler handler) throws IOException {
    synchronized (Readiness.class) {
      Readiness loop = running;
      if (loop == null) {
        loop = new Readiness();
        running = loop;
        if (!registered) {
          registered = true;
          ShutdownSequence.register(ShutdownSequence.Stage.CHILDREN, Readiness::waitOutsideKernel);
        }
        loop.thread.start();
      }
      Watch watch = new Watch(loop, channel, handler);
      watch.key = channel.register(loop.selector, 0, watch);
      loop.watched++;
      return watch;
    }
  }

  private void forget() {
    synchronized (Readiness.class) {
      watched--;
      if (watched == 0 && this == running) {
        running = null;
      }
    }
    // Closed channels leave the selector, and with the last one its thread ends.
    selector.wakeup();
  }

  /**
   * Has the thread wait in Java instead of in the kernel from now on, looking every few
   * milliseconds; for a JVM that is about to end. HotSpot gives threads that are in native code 300
   * ms to come back before it ends.
   */
  static void waitOutsideKernel() {
    outsideKernel = true;
    synchronized (Readiness.class) {
      if (running != null) {
        running.wakeup();
      }
    }
  }

  private void wakeup() {
    if (!Thread.currentThread().equals(thread)) {
      selector.wakeup();
    }
  }

  private boolean isDone() {
    synchronized (Readiness.class) {
      return watched == 0 && this != running;
    }
  }

  private void loop() {
    try (selector) {
      while (!isDone()) {
        if (outsideKernel) {
          LockSupport.parkNanos(this, OUTSIDE_KERNEL_NANOS);
          selector.selectNow(this::tell);
        } else {
          selector.select(this::tell);
        }
      }
    } catch (IOException e) {
      System.getLogger("dev.brood").log(Level.ERROR, "the loop of connections failed", e);
    }
  }

  private void tell(SelectionKey key) {
    Watch watch = (Watch) key.attachment();
    int ready;
    try {
      ready = key.readyOps();
      key.interestOpsAnd(~ready);
    } catch (CancelledKeyException gone) {
      return;
    }
    try {
      watch.handler.onReady(watch, ready);
    } catch (RuntimeException e) {
      System.getLogger("dev.brood").log(Level.ERROR, "a connection is dropped", e);
      watch.close();
    }
  }
}

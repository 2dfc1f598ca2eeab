package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that reads the control frames of any number of peers.
 *
 * <p>It sleeps in the kernel until a frame, a {@link #wakeup()} or the time that its {@link Work}
 * asked for; it never polls. Listeners are called by this thread and must not block.
 */
public final class EventLoop {

  /** What else the thread of the loop does, once after each time that it woke. */
  public interface Work {

    /** Says that there is no next time. */
    long NEVER = Long.MAX_VALUE;

    /** Does what is due and returns how many nanoseconds it may sleep, or {@link #NEVER}. */
    long step();
  }

  private final Selector selector;
  private volatile Thread thread;
  private final @Nullable Work work;
  private final ArrayDeque<Registration> joining = new ArrayDeque<>();
  // Of the loop's thread alone. The selector's own key set will not do: it forgets a channel that
  // this side closed before its listener could be told.
  private final ArrayList<Registration> open = new ArrayList<>();
  private volatile boolean stopped;
  private volatile boolean outsideKernel;

  private static final long OUTSIDE_KERNEL_NANOS = 5_000_000;

  private record Registration(FrameChannel channel, FrameListener listener) {}

  /** Opens a loop that {@link #run} runs; its thread also does {@code work}, if there is any. */
  public EventLoop(@Nullable Work work) {
    this.work = work;
    this.selector = openSelector();
    this.thread = Thread.currentThread();
  }

  /** Opens the loop and starts its thread. */
  public EventLoop(String threadName, @Nullable Work work) {
    this.work = work;
    this.selector = openSelector();
    this.thread = new Thread(this::loop, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  private static Selector openSelector() {
    try {
      return Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a selector", e);
    }
  }

  /** Runs the loop on the calling thread until it is stopped. */
  public void run() {
    thread = Thread.currentThread();
    loop();
  }

  void register(FrameChannel channel, FrameListener listener) {
    synchronized (joining) {
      joining.add(new Registration(channel, listener));
    }
    selector.wakeup();
  }

  /** Wakes the thread of the loop, which then does its work. */
  public void wakeup() {
    selector.wakeup();
  }

  /**
   * Has the thread wait in Java instead of in the kernel from now on, looking every few
   * milliseconds; for a JVM that is about to end. HotSpot gives threads that are in native code 300
   * ms to come back before it ends, whatever they wait for.
   */
  public void waitOutsideKernel() {
    outsideKernel = true;
    selector.wakeup();
  }

  /** Tells whether the calling thread is the loop's own. */
  public boolean isLoopThread() {
    return Thread.currentThread().equals(thread);
  }

  /** Ends the loop; the listeners of channels still open are told that they are closed. */
  public void stop() {
    stopped = true;
    selector.wakeup();
  }

  private void loop() {
    long sleep = Work.NEVER;
    try {
      while (!stopped) {
        select(sleep);
        join();
        readChannels();
        sleep = work == null ? Work.NEVER : work.step();
      }
    } catch (IOException | RuntimeException | Error e) {
      // Closing all channels ends the children, and that fails whatever waits for them.
      System.getLogger("dev.brood").log(Level.ERROR, "the event loop failed", e);
    } finally {
      closeAll();
    }
  }

  private void select(long nanos) throws IOException {
    if (outsideKernel) {
      LockSupport.parkNanos(this, OUTSIDE_KERNEL_NANOS);
      selector.selectNow();
    } else if (nanos == Work.NEVER) {
      selector.select();
    } else if (nanos <= 0) {
      selector.selectNow();
    } else {
      selector.select(Math.max(1, (nanos + 999_999) / 1_000_000));
    }
  }

  private void join() {
    while (true) {
      Registration next;
      synchronized (joining) {
        next = joining.poll();
      }
      if (next == null) {
        return;
      }
      open.add(next);
      try {
        SelectionKey key = next.channel.socket().register(selector, SelectionKey.OP_READ, next);
        next.channel.registered(key);
      } catch (ClosedChannelException e) {
        drop(next);
      }
    }
  }

  private void readChannels() {
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      Registration registration = (Registration) key.attachment();
      if (!read(key, registration)) {
        drop(registration);
      }
    }
    for (int i = open.size() - 1; i >= 0; i--) {
      if (!open.get(i).channel.socket().isOpen()) {
        drop(open.get(i));
      }
    }
  }

  private static boolean read(SelectionKey key, Registration registration) {
    try {
      if (!key.isValid()) {
        return false;
      }
      if (key.isWritable()) {
        registration.channel.writeUnsent();
      }
      return !key.isReadable() || registration.channel.read(registration.listener);
    } catch (IOException e) {
      return false;
    } catch (ProtocolException e) {
      System.getLogger("dev.brood").log(Level.WARNING, "a peer broke the protocol, dropped", e);
      return false;
    }
  }

  private void drop(Registration registration) {
    if (open.remove(registration)) {
      registration.channel.close();
      registration.listener.onClosed();
    }
  }

  private void closeAll() {
    join();
    while (!open.isEmpty()) {
      drop(open.getLast());
    }
    try {
      selector.close();
    } catch (IOException e) {
      System.getLogger("dev.brood").log(Level.DEBUG, "closing a selector", e);
    }
  }
}

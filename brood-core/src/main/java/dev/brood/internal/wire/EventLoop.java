package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that reads the control frames of any number of peers.
 *
 * <p>It sleeps in the kernel until a frame, a {@link #wakeup()} or the time that its {@link Work}
 * asked for; it never polls. Listeners are called by this thread and must not block. A channel that
 * comes to a loop that has ended is closed, and its listener told so, by the thread that brings it.
 */
public final class EventLoop {

  /** What else the thread of the loop does, once after each time that it woke. */
  public interface Work {

    /** Says that there is no next time. */
    long NEVER = Long.MAX_VALUE;

    /** Does what is due and returns how many nanoseconds it may sleep, or {@link #NEVER}. */
    long step();
  }

  /** Told of connections that come in, by the thread of the loop. Must not block. */
  public interface Host {

    /** Somebody connected. */
    void onConnection(SocketChannel socket) throws IOException;
  }

  private record Door(ServerSocketChannel server, Host host) {}

  private final Selector selector;
  private volatile Thread thread;
  private final @Nullable Work work;
  private final ArrayDeque<Registration> joining = new ArrayDeque<>();
  private @Nullable Door door;
  private boolean ended;
  // Of the loop's thread alone. The selector's own key set will not do: it forgets a channel that
  // this side closed before its listener could be told.
  private final ArrayList<Registration> open = new ArrayList<>();
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;
  private volatile boolean outsideKernel;
  private final CountDownLatch left = new CountDownLatch(1);

  private static final long OUTSIDE_KERNEL_NANOS = 5_000_000;

  /** {@code to} is where an open channel moves, or null for one that is new here. */
  private record Registration(
      FrameChannel channel,
      FrameListener listener,
      @Nullable Runnable onRegistered,
      @Nullable EventLoop to) {

    void close() {
      channel.close();
      listener.onClosed();
    }
  }

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

  void register(FrameChannel channel, FrameListener listener, @Nullable Runnable onRegistered) {
    enqueue(new Registration(channel, listener, onRegistered, null));
  }

  /**
   * Has another loop read a channel from now on. No frame is lost; a channel that has closed before
   * stays here.
   *
   * @param onRegistered run by the thread of the other loop, before it reads the first frame
   */
  void move(
      FrameChannel channel, EventLoop to, FrameListener listener, @Nullable Runnable onRegistered) {
    enqueue(new Registration(channel, listener, onRegistered, to));
  }

  private void enqueue(Registration registration) {
    boolean late;
    synchronized (joining) {
      late = ended;
      if (!late) {
        joining.add(registration);
      }
    }
    if (!late) {
      selector.wakeup();
    } else if (registration.to == null) {
      registration.close();
    }
    // One that was to move away from here was closed with the loop.
  }

  /** Has the loop accept connections, through one door at most. */
  public void accept(ServerSocketChannel server, Host host) throws IOException {
    server.configureBlocking(false);
    synchronized (joining) {
      door = new Door(server, host);
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
    try {
      // HotSpot looks every ten milliseconds only: the first time should find the thread outside.
      var _ = left.await(OUTSIDE_KERNEL_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells whether the calling thread is the loop's own. */
  public boolean isLoopThread() {
    return Thread.currentThread().equals(thread);
  }

  /** Returns what ended the loop before its time, also while its listeners are told; or null. */
  public @Nullable Throwable failure() {
    return failure;
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
      failure = e;
      // Closing all channels ends the children, and that fails whatever waits for them.
      System.getLogger("dev.brood").log(Level.ERROR, "the event loop failed", e);
    } finally {
      closeAll();
    }
  }

  private void select(long nanos) throws IOException {
    if (outsideKernel) {
      left.countDown();
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

  private void join() throws IOException {
    synchronized (joining) {
      if (door != null) {
        door.server.register(selector, SelectionKey.OP_ACCEPT, door);
        door = null;
      }
    }
    while (true) {
      Registration next;
      synchronized (joining) {
        next = joining.poll();
      }
      if (next == null) {
        return;
      }
      if (next.to != null) {
        passOn(next, next.to);
        continue;
      }
      open.add(next);
      try {
        SelectionKey key = next.channel.socket().register(selector, SelectionKey.OP_READ, next);
        next.channel.registered(key);
      } catch (ClosedChannelException e) {
        drop(next);
        continue;
      }
      if (next.onRegistered != null) {
        next.onRegistered.run();
      }
    }
  }

  private void passOn(Registration moving, EventLoop to) throws IOException {
    if (!open.removeIf(each -> each.channel == moving.channel)) {
      return;
    }
    SelectionKey key = moving.channel.socket().keyFor(selector);
    if (key != null) {
      key.cancel();
      // Only a selection takes a cancelled channel out of the selector.
      selector.selectNow();
    }
    to.register(moving.channel, moving.listener, moving.onRegistered);
  }

  private void readChannels() {
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      if (key.isValid() && key.isAcceptable()) {
        letIn((Door) key.attachment());
        continue;
      }
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

  private static void letIn(Door door) {
    try {
      SocketChannel socket;
      while ((socket = door.server.accept()) != null) {
        door.host.onConnection(socket);
      }
    } catch (IOException e) {
      System.getLogger("dev.brood").log(Level.DEBUG, "a connection was lost at the door", e);
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
      registration.close();
    }
  }

  private void closeAll() {
    do {
      try {
        join();
      } catch (IOException e) {
        System.getLogger("dev.brood").log(Level.DEBUG, "registering with a loop that ends", e);
      }
      while (!open.isEmpty()) {
        drop(open.getLast());
      }
    } while (!endIfNoneJoins());
    try {
      selector.close();
    } catch (IOException e) {
      System.getLogger("dev.brood").log(Level.DEBUG, "closing a selector", e);
    }
  }

  private boolean endIfNoneJoins() {
    synchronized (joining) {
      ended = joining.isEmpty();
      return ended;
    }
  }
}

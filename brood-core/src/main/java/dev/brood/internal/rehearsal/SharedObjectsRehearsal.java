package dev.brood.internal.rehearsal;

import dev.brood.channel.Connection;
import dev.brood.channel.Listener;
import dev.brood.channel.Pipe;
import dev.brood.internal.child.Rehearsal;
import dev.brood.internal.station.Ends;
import dev.brood.internal.stream.SocketBell;
import dev.brood.memory.ShareableList;
import dev.brood.memory.Shared;
import dev.brood.memory.SharedIntArray;
import dev.brood.memory.SharedLong;
import dev.brood.queue.JoinableQueue;
import dev.brood.queue.SharedQueue;
import dev.brood.sync.Barrier;
import dev.brood.sync.Event;
import dev.brood.sync.SharedCondition;
import dev.brood.sync.SharedLatch;
import dev.brood.sync.SharedLock;
import dev.brood.sync.SharedReadWriteLock;
import dev.brood.sync.SharedSemaphore;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.UnaryOperator;

/**
 * Uses each kind of shared object as if it had just arrived, and waits for one that never comes.
 */
public final class SharedObjectsRehearsal implements Rehearsal {

  private static final Duration SHORT = Duration.ofMillis(1);

  /** Bytes. */
  private static final int KEY = 32;

  /** What, with the classes in it, only an end needs that comes from another process. */
  private static final List<Class<?>> OF_MOVED_ENDS = List.of(Ends.class, SocketBell.class);

  /** For the service loader. */
  public SharedObjectsRehearsal() {}

  @Override
  public void run(UnaryOperator<Object> passing) throws Exception {
    locks(passing);
    signals(passing);
    queues(passing);
    memory(passing);
    pipes(passing);
    sockets();
  }

  @SuppressWarnings("WaitNotInLoop") // Nothing comes of it anyway.
  private static void locks(UnaryOperator<Object> passing) throws Exception {
    try (SharedLock made = SharedLock.create()) {
      SharedLock lock = arrived(passing, made);
      SharedCondition condition = arrived(passing, lock.newCondition());
      lock.lock();
      try {
        condition.signalAll();
        var _ = condition.await(SHORT);
      } finally {
        lock.unlock();
      }
      condition.close();
    }
    try (SharedReadWriteLock made = SharedReadWriteLock.create()) {
      SharedReadWriteLock lock = arrived(passing, made);
      lockOnce(lock.readLock());
      lockOnce(lock.writeLock());
    }
  }

  private static void lockOnce(Lock lock) {
    lock.lock();
    try {
      Thread.onSpinWait();
    } finally {
      lock.unlock();
    }
  }

  private static void signals(UnaryOperator<Object> passing) throws Exception {
    try (SharedSemaphore made = SharedSemaphore.create(1)) {
      SharedSemaphore permits = arrived(passing, made);
      permits.acquire();
      var _ = permits.tryAcquire(SHORT);
      permits.release();
    }
    try (Event made = Event.create()) {
      Event event = arrived(passing, made);
      var _ = event.await(SHORT);
      event.set();
    }
    try (SharedLatch made = SharedLatch.create(1)) {
      SharedLatch latch = arrived(passing, made);
      latch.countDown();
      latch.await();
    }
    try (Barrier made = Barrier.create(1)) {
      arrived(passing, made).await();
    }
  }

  private static void queues(UnaryOperator<Object> passing) throws Exception {
    try (SharedQueue<String> made = SharedQueue.create(2)) {
      SharedQueue<String> queue = arrived(passing, made);
      queue.put("sample");
      var _ = queue.take();
      var _ = queue.poll(SHORT);
    }
    try (JoinableQueue<String> made = JoinableQueue.unbounded()) {
      JoinableQueue<String> queue = arrived(passing, made);
      queue.put("sample");
      var _ = queue.take();
      queue.taskDone();
      queue.awaitDone();
    }
  }

  private static void memory(UnaryOperator<Object> passing) throws Exception {
    try (SharedLong made = SharedLong.create()) {
      SharedLong number = arrived(passing, made);
      number.incrementAndGet();
      number.compareAndSet(number.get(), 0);
    }
    try (SharedIntArray made = SharedIntArray.of(1, 2)) {
      SharedIntArray array = arrived(passing, made);
      array.set(0, array.get(1));
      array.getAndAdd(1, 1);
    }
    try (ShareableList made = ShareableList.of("sample", 1)) {
      ShareableList list = arrived(passing, made);
      list.set(1, list.get(1));
    }
    try (Shared<int[]> made = Shared.of(new int[] {1})) {
      arrived(passing, made).value();
    }
  }

  private static void pipes(UnaryOperator<Object> passing) throws Exception {
    try (Pipe pipe = Pipe.open();
        Connection second = arrived(passing, pipe.second())) {
      pipe.first().send("sample");
      var _ = second.receive();
      var _ = second.receive(SHORT);
      second.send(List.of(1));
      var _ = pipe.first().receive();
      second.sendBytes(new byte[1]);
      var _ = pipe.first().receiveBytes();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T arrived(UnaryOperator<Object> passing, T sent) {
    return (T) passing.apply(sent);
  }

  /** An end of a pipe that comes from another process is fetched through a socket. */
  private static void sockets() throws Exception {
    for (Class<?> each : OF_MOVED_ENDS) {
      var _ = each.getDeclaredClasses();
    }
    byte[] key = new byte[KEY];
    Path folder = Files.createTempDirectory("brood-");
    Path address = folder.resolve("socket");
    try (Listener listener = Listener.open(UnixDomainSocketAddress.of(address), key);
        Connection here = Connection.connect(listener.address(), key);
        Connection there = listener.accept()) {
      here.send("sample");
      var _ = there.receive();
      there.send(List.of(1));
      var _ = here.receive();
    } finally {
      Files.deleteIfExists(address);
      Files.delete(folder);
    }
  }
}

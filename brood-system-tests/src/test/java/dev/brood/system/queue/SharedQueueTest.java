package dev.brood.system.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.channel.Waitable;
import dev.brood.exception.QueueShutDownException;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues between processes. */
class SharedQueueTest {
  @TempDir Path folder;

  @Test
  void aChildPutsAndItsParentTakes() throws InterruptedException {
    try (SharedQueue<String> queue = SharedQueue.create(100);
        JvmProcess child = JvmProcess.start(() -> queue.put("hello"))) {
      assertThat(queue.take()).isEqualTo("hello");
      child.join();
      assertThat(child.failure()).isEmpty();
    }
  }

  @Test
  void aGrandchildPuts() throws InterruptedException {
    try (SharedQueue<String> queue = SharedQueue.create(100);
        JvmProcess child =
            JvmProcess.start(() -> JvmProcess.start(() -> queue.put("hello")).join())) {
      assertThat(queue.take()).isEqualTo("hello");
      child.join();
      assertThat(child.failure()).isEmpty();
    }
  }

  @Test
  void bothWaitForTheOther() throws InterruptedException {
    int many = 2_000;
    try (SharedQueue<Integer> there = SharedQueue.create(1);
        SharedQueue<Integer> back = SharedQueue.create(1);
        JvmProcess child =
            JvmProcess.start(() -> {
              for (int i = 0; i < many; i++) {
                back.put(there.take() + 1);
              }
            })) {
      for (int i = 0; i < many; i++) {
        there.put(i);
        assertThat(back.take()).isEqualTo(i + 1);
      }
      child.join();
      assertThat(child.failure()).isEmpty();
    }
  }

  @Test
  @SuppressWarnings("try") // The child's end is closed early.
  void isWaitedForAsConnectionsAndProcessesAre() throws InterruptedException {
    Pipe pipe = Pipe.open();
    try (SharedQueue<String> queue = SharedQueue.create(10);
        SharedQueue<String> other = SharedQueue.create(10);
        Connection here = pipe.first();
        Connection there = pipe.second();
        JvmProcess child =
            JvmProcess.start(() -> {
              other.take();
              queue.put("element");
              other.take();
              there.send("message");
              other.take();
            })) {
      there.close();
      assertThat(Connection.waitAny(Duration.ZERO, queue, here, child)).isEmpty();
      other.put("go on");
      assertThat(Connection.waitAny(Delays.PATIENT, queue, here, child)).containsExactly(queue);
      assertThat(queue.take()).isEqualTo("element");
      other.put("go on");
      assertThat(Connection.waitAny(Delays.PATIENT, queue, here, child)).containsExactly(here);
      assertThat(here.<String>receive()).isEqualTo("message");
      other.put("go on");
      assertThat(Connection.waitAny(Delays.PATIENT, queue, child)).containsExactly(child);
      child.join();
    }
  }

  @Test
  @SuppressWarnings("try") // The watch is only there to be told.
  void whoOnlyWatchesTakesNoWakeUpFromWhoTakes() throws Exception {
    int many = 500;
    try (SharedQueue<Integer> queue = SharedQueue.create(1);
        SharedQueue<Integer> taken = SharedQueue.create(many);
        JvmProcess taker =
            JvmProcess.start(() -> {
              for (int i = 0; i < many; i++) {
                taken.put(queue.take());
              }
            });
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicInteger told = new AtomicInteger();
      try (Waitable.Registration watch = queue.onChange(told::incrementAndGet)) {
        Waits.until("the watch has begun", () -> told.get() > 0);
        for (int i = 0; i < many; i++) {
          queue.put(i);
          assertThat(taken.poll(Delays.PATIENT)).isEqualTo(i);
        }
        Waits.until("the watcher is told", () -> told.get() > 1);
      }
      Future<List<Waitable>> ready =
          threads.submit(() -> Connection.waitAny(Delays.PATIENT, queue));
      queue.shutdown();
      assertThat(ready.get()).containsExactly(queue);
      taker.join();
      assertThat(taker.failure()).isEmpty();
    }
  }

  @Test
  @SuppressWarnings("try") // It is the closing that is tested.
  void closingEndsTheWaitForSeveral() throws Exception {
    try (SharedQueue<Integer> queue = SharedQueue.create(1);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch watched = new CountDownLatch(1);
      Future<?> ended =
          threads.submit(() -> {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            queue.onChange(() -> {
              watched.countDown();
              if (queue.isReady()) {
                closed.complete(null);
              }
            });
            return closed.get();
          });
      watched.await();
      queue.close();
      assertThat(ended.get()).isNull();
      assertThat(Connection.waitAny(List.of(queue))).containsExactly(queue);
    }
  }

  /** What one producer put. */
  record Numbered(int producer, int number, String text) implements Serializable {}

  @Test
  void manyProcessesPutAndTakeEachElementOnce() throws Exception {
    int each = 4_000;
    try (SharedQueue<Numbered> queue = SharedQueue.create(64);
        SharedQueue<List<Numbered>> results = SharedQueue.unbounded()) {
      List<JvmProcess> producers = new ArrayList<>();
      List<JvmProcess> consumers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int producer = i;
        producers.add(
            JvmProcess.start(() -> {
              for (int k = 0; k < each; k++) {
                queue.put(new Numbered(producer, k, "x".repeat(k % 100)));
              }
            }));
        consumers.add(JvmProcess.start(() -> results.put(QueueContract.takeUntilShutDown(queue))));
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<List<Numbered>> own = threads.submit(() -> QueueContract.takeUntilShutDown(queue));
        for (int k = 0; k < each; k++) {
          queue.put(new Numbered(2, k, ""));
        }
        joinAll(producers);
        queue.shutdown();
        List<Numbered> all = new ArrayList<>();
        for (List<Numbered> taken : List.of(own.get(), results.take(), results.take())) {
          for (int producer = 0; producer < 3; producer++) {
            int of = producer;
            assertThat(taken.stream().filter(one -> one.producer == of).map(one -> one.number))
                .isSorted();
          }
          all.addAll(taken);
        }
        assertThat(all).hasSize(3 * each).doesNotHaveDuplicates();
        assertThat(all).allMatch(one -> one.producer == 2 || one.text.length() == one.number % 100);
      }
      joinAll(consumers);
    }
  }

  private static void joinAll(List<JvmProcess> processes) throws InterruptedException {
    for (JvmProcess process : processes) {
      process.join();
      assertThat(process.failure()).isEmpty();
      process.close();
    }
  }

  /** A user's own object with a queue in it. */
  record Mailbox(String owner, SharedQueue<String> messages) implements Serializable {}

  @Test
  void handlesTravelInEveryWay() throws Exception {
    try (SharedQueue<String> queue = SharedQueue.unbounded();
        SharedQueue<Mailbox> mailboxes = SharedQueue.unbounded();
        Pool pool = Pool.of(1)) {
      // An argument, a captured variable, a field, a result.
      boolean argument = pool.apply(sent -> sent.add("argument"), queue);
      boolean captured = pool.apply(() -> queue.add("captured"));
      boolean field = pool.apply(box -> box.messages().add("field"), new Mailbox("me", queue));
      assertThat(argument && captured && field).isTrue();
      SharedQueue<String> result = pool.apply(sent -> sent, queue);
      assertThat(result).isSameAs(queue);
      SharedQueue<String> made = pool.apply(() -> madeElsewhere());
      assertThat(made.take()).isEqualTo("made elsewhere");
      made.close();
      // Another queue, a pipe.
      mailboxes.put(new Mailbox("queue", queue));
      pool.apply(() -> answer(mailboxes));
      try (Pipe pipe = Pipe.open()) {
        var second = pipe.second();
        try (JvmProcess child =
            JvmProcess.start(() -> {
              try (second) {
                ((Mailbox) second.receive()).messages().put("pipe");
              }
            })) {
          pipe.first().send(new Mailbox("pipe", queue));
          child.join();
          assertThat(child.failure()).isEmpty();
        }
      }
      // A grandchild.
      try (JvmProcess child =
          JvmProcess.start(() -> {
            try (JvmProcess grandchild = JvmProcess.start(() -> queue.put("grandchild"))) {
              grandchild.join();
            }
          })) {
        child.join();
      }
      assertThat(queue)
          .containsExactly("argument", "captured", "field", "queue", "pipe", "grandchild");
    }
  }

  /** Uses a queue while its class is initialized. */
  private static final class Initializing {
    private static final SharedQueue<String> QUEUE = madeElsewhere();
    private static final String TAKEN = QUEUE.remove();
  }

  @Test
  void aQueueMayBeUsedInAStaticInitializer() {
    try (Pool pool = Pool.of(1)) {
      assertThat(pool.apply(() -> Initializing.TAKEN)).isEqualTo("made elsewhere");
    }
  }

  private static SharedQueue<String> madeElsewhere() {
    SharedQueue<String> queue = SharedQueue.create(3);
    queue.add("made elsewhere");
    return queue;
  }

  private static boolean answer(SharedQueue<Mailbox> mailboxes) {
    Mailbox mailbox = mailboxes.remove();
    return mailbox.messages().add(mailbox.owner());
  }

  @Test
  void aProducerMayEndBeforeItsElementsAreTaken() throws InterruptedException {
    int many = 40;
    try (SharedQueue<byte[]> queue = SharedQueue.create(many);
        JvmProcess child =
            JvmProcess.start(() -> {
              for (int i = 0; i < many; i++) {
                queue.put(new byte[300_000 + i]);
              }
            })) {
      child.join();
      assertThat(child.failure()).isEmpty();
      for (int i = 0; i < many; i++) {
        assertThat(queue.take()).hasSize(300_000 + i);
      }
    }
  }

  @Test
  void aHundredMegabytesPassBetweenProcesses() throws InterruptedException {
    int size = 100_000_000;
    try (SharedQueue<double[]> queue = SharedQueue.create(1);
        JvmProcess child =
            JvmProcess.start(() -> {
              double[] values = new double[size / Double.BYTES];
              values[values.length - 1] = 0.5;
              queue.put(values);
            })) {
      double[] values = queue.take();
      assertThat(values.length).isEqualTo(size / Double.BYTES);
      assertThat(values[values.length - 1]).isEqualTo(0.5);
      child.join();
    }
  }

  @Test
  void whatSpillsIsFreedWhenTheLastUserIsGone() throws InterruptedException {
    // Whatever is left afterwards fails the test.
    SharedQueue<byte[]> queue = SharedQueue.unbounded();
    try (JvmProcess child = JvmProcess.start(() -> fill(queue))) {
      child.join();
      assertThat(child.failure()).isEmpty();
    }
    assertThat(queue).hasSize(50);
    queue.close();
    Board board = Board.in(folder);
    SharedQueue<byte[]> other = SharedQueue.unbounded();
    try (JvmProcess child =
        JvmProcess.start(() -> {
          fill(other);
          board.post("full", "");
          Waits.untilInterrupted();
        })) {
      board.await("full");
      other.close();
      child.kill();
      child.join();
    }
  }

  private static void fill(SharedQueue<byte[]> queue) throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      queue.put(new byte[100_000]);
    }
  }

  @Test
  void shutdownReachesWaitersElsewhere() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedQueue<String> queue = SharedQueue.create(1);
        JvmProcess taker = JvmProcess.start(() -> awaitShutDown(board, queue))) {
      board.await("waits");
      queue.shutdown();
      taker.join();
      assertThat(board.has("ended")).isTrue();
      assertThat(taker.failure()).isEmpty();
    }
  }

  private static void awaitShutDown(Board board, SharedQueue<String> queue)
      throws InterruptedException {
    board.post("waits", "");
    try {
      queue.take();
    } catch (QueueShutDownException over) {
      board.post("ended", "");
    }
  }

  @Test
  void closeHereLeavesTheOthersTheirQueue() throws InterruptedException {
    Board board = Board.in(folder);
    SharedQueue<String> queue = SharedQueue.create(1);
    queue.put("left");
    try (JvmProcess child =
        JvmProcess.start(() -> {
          board.post("attached", queue.size());
          board.await("closed");
          board.post("took", queue.take());
          queue.put("more");
          board.post("size", queue.size());
        })) {
      board.await("attached");
      queue.close();
      board.post("closed", "");
      child.join();
      assertThat(board.await("took")).isEqualTo("left");
      assertThat(board.await("size")).isEqualTo("1");
    }
  }

  @Test
  void takersElsewhereAreAllWoken() throws InterruptedException {
    Board board = Board.in(folder);
    try (SharedQueue<Integer> queue = SharedQueue.unbounded();
        SharedQueue<Integer> back = SharedQueue.unbounded();
        JvmProcess one = JvmProcess.start(() -> passOn(board, queue, back));
        JvmProcess two = JvmProcess.start(() -> passOn(board, queue, back))) {
      board.await("waits", 2);
      for (int i = 0; i < 100; i++) {
        queue.put(i);
        assertThat(back.poll(Duration.ofSeconds(20))).isEqualTo(i);
      }
      List<Integer> batch = IntStream.range(0, 100).boxed().toList();
      queue.addAll(batch);
      queue.shutdown();
      one.join();
      two.join();
      assertThat(back).containsExactlyInAnyOrderElementsOf(batch);
    }
  }

  private static void passOn(Board board, SharedQueue<Integer> from, SharedQueue<Integer> to)
      throws InterruptedException {
    board.add("waits", "");
    try {
      while (true) {
        to.put(from.take());
      }
    } catch (QueueShutDownException over) {
      board.add("ended", "");
    }
  }

  @Test
  void aWaitEndsWithTheTime() throws InterruptedException {
    try (SharedQueue<Integer> queue = SharedQueue.create(1)) {
      long start = System.nanoTime();
      assertThat(queue.poll(Duration.ofMillis(200))).isNull();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
      queue.put(1);
      start = System.nanoTime();
      assertThat(queue.offer(2, Duration.ofMillis(200))).isFalse();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> queue.add(2));
    }
  }
}

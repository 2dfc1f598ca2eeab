package dev.brood.system.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.exception.QueueShutDownException;
import dev.brood.queue.SharedQueue;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a queue owes as a {@link java.util.concurrent.BlockingQueue}, within one process. */
abstract class QueueContract {
  private static final Duration SHORT = Duration.ofMillis(20);

  abstract <E> SharedQueue<E> create(int capacity);

  abstract <E> SharedQueue<E> unbounded();

  @Test
  void elementsComeOutInTheOrderInWhichTheyWerePut() throws InterruptedException {
    try (SharedQueue<Integer> queue = create(10)) {
      for (int i = 0; i < 10; i++) {
        queue.put(i);
      }
      assertThat(queue).hasSize(10).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      for (int i = 0; i < 10; i++) {
        assertThat(queue.take()).isEqualTo(i);
      }
      assertThat(queue).isEmpty();
    }
  }

  @Test
  void aFullQueueRefuses() throws InterruptedException {
    try (SharedQueue<String> queue = create(2)) {
      assertThat(queue.remainingCapacity()).isEqualTo(2);
      assertThat(queue.offer("a")).isTrue();
      assertThat(queue.add("b")).isTrue();
      assertThat(queue.remainingCapacity()).isZero();
      assertThat(queue.offer("c")).isFalse();
      assertThat(queue.offer("c", SHORT)).isFalse();
      assertThat(queue.offer("c", -1, TimeUnit.SECONDS)).isFalse();
      assertThatIllegalStateException().isThrownBy(() -> queue.add("c"));
      assertThat(queue.remove()).isEqualTo("a");
      assertThat(queue.offer("c", Duration.ZERO)).isTrue();
      assertThat(queue).containsExactly("b", "c");
    }
  }

  @Test
  void anEmptyQueueHasNothing() throws InterruptedException {
    try (SharedQueue<String> queue = create(2)) {
      assertThat(queue.poll()).isNull();
      assertThat(queue.peek()).isNull();
      assertThat(queue.poll(SHORT)).isNull();
      assertThat(queue.poll(0, TimeUnit.SECONDS)).isNull();
      assertThat(queue.poll(-1, TimeUnit.SECONDS)).isNull();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(queue::element);
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(queue::remove);
      assertThat(queue.iterator().hasNext()).isFalse();
      assertThat(queue.drainTo(new ArrayList<>())).isZero();
    }
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> create(0)).withMessageContaining("=0");
    assertThatIllegalArgumentException().isThrownBy(() -> create(-1));
    try (SharedQueue<String> queue = create(2)) {
      assertThatNullPointerException().isThrownBy(() -> queue.put(none()));
      assertThatNullPointerException().isThrownBy(() -> queue.offer(none()));
      assertThatIllegalArgumentException().isThrownBy(() -> queue.drainTo(queue));
      assertThat(queue).isEmpty();
    }
  }

  @SuppressWarnings("NullAway") // On purpose.
  private static String none() {
    return null;
  }

  @Test
  void peekLeavesTheElement() {
    try (SharedQueue<String> queue = create(2)) {
      queue.add("a");
      assertThat(queue.peek()).isEqualTo("a");
      assertThat(queue.element()).isEqualTo("a");
      assertThat(queue).hasSize(1);
    }
  }

  @Test
  void drainMovesManyAndNoMoreThanAsked() {
    try (SharedQueue<Integer> queue = unbounded()) {
      assertThat(queue.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
      for (int i = 0; i < 1000; i++) {
        queue.add(i);
      }
      List<Integer> some = new ArrayList<>();
      assertThat(queue.drainTo(some, 0)).isZero();
      assertThat(queue.drainTo(some, -1)).isZero();
      assertThat(queue.drainTo(some, 300)).isEqualTo(300);
      assertThat(queue.drainTo(some)).isEqualTo(700);
      assertThat(some).isEqualTo(IntStream.range(0, 1000).boxed().toList());
      assertThat(queue).isEmpty();
    }
  }

  @Test
  void elementsCanBeRemovedFromTheMiddle() throws InterruptedException {
    try (SharedQueue<String> queue = create(4)) {
      queue.addAll(List.of("a", "b", "c", "d"));
      assertThat(queue.contains("c")).isTrue();
      assertThat(queue.remove("c")).isTrue();
      assertThat(queue.remove("c")).isFalse();
      assertThat(queue.contains("c")).isFalse();
      assertThat(queue).hasSize(3).containsExactly("a", "b", "d");
      assertThat(queue.remainingCapacity()).isEqualTo(1);
      assertThat(queue.offer("e")).isTrue();
      assertThat(queue.offer("f")).isFalse();
      assertThat(queue.remove("a")).isTrue();
      assertThat(queue.peek()).isEqualTo("b");
      assertThat(queue.take()).isEqualTo("b");
      assertThat(queue.take()).isEqualTo("d");
      assertThat(queue.remove("e")).isTrue();
      assertThat(queue.poll()).isNull();
      assertThat(queue.poll(SHORT)).isNull();
      assertThat(queue.remainingCapacity()).isEqualTo(4);
      assertThat(queue.addAll(List.of("x", "y"))).isTrue();
      assertThat(queue.removeIf("x"::equals)).isTrue();
      assertThat(queue.toArray()).containsExactly("y");
      assertThat(queue.stream()).containsExactly("y");
      queue.add("z");
      assertThat(queue.retainAll(List.of("z"))).isTrue();
      assertThat(queue.removeAll(List.of("y"))).isFalse();
      assertThat(queue).containsExactly("z");
    }
  }

  @Test
  void anElementIsEitherTakenOrRemoved() throws Exception {
    int many = 300;
    try (SharedQueue<Integer> queue = unbounded();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < many; i++) {
        queue.add(i);
      }
      Future<Integer> taken =
          threads.submit(() -> {
            int count = 0;
            while (queue.poll(0, TimeUnit.SECONDS) != null) {
              count++;
            }
            return count;
          });
      int removed = 0;
      for (int i = 0; i < many; i++) {
        removed += queue.remove(i) ? 1 : 0;
      }
      assertThat(taken.get() + removed).isEqualTo(many);
      assertThat(queue).isEmpty();
    }
  }

  @Test
  void anIteratorSurvivesWhatHappensMeanwhile() {
    try (SharedQueue<Integer> queue = unbounded()) {
      for (int i = 0; i < 10; i++) {
        queue.add(i);
      }
      Iterator<Integer> iterator = queue.iterator();
      assertThatIllegalStateException().isThrownBy(iterator::remove);
      assertThat(iterator.next()).isZero();
      assertThat(queue.poll()).isZero();
      iterator.remove();
      for (int i = 1; i < 5; i++) {
        assertThat(queue.poll()).isEqualTo(i);
      }
      // One was looked at ahead.
      assertThat(iterator.next()).isEqualTo(1);
      assertThat(iterator.next()).isEqualTo(5);
      iterator.remove();
      queue.clear();
      queue.add(77);
      assertThat(iterator.next()).isEqualTo(6);
      assertThat(iterator.next()).isEqualTo(77);
      assertThat(iterator.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
      assertThat(queue).containsExactly(77);
    }
  }

  @Test
  void clearDropsAll() throws InterruptedException {
    try (SharedQueue<String> queue = create(2)) {
      queue.addAll(List.of("a", "b"));
      queue.clear();
      assertThat(queue).isEmpty();
      assertThat(queue.remainingCapacity()).isEqualTo(2);
      queue.put("c");
      assertThat(queue.take()).isEqualTo("c");
    }
  }

  /** Some class with a shape of its own. */
  record Point(int x, int y, List<String> names) implements Serializable {}

  enum Colour {
    RED,
    GREEN
  }

  @Test
  void allKindsOfValuesPass() throws InterruptedException {
    try (SharedQueue<Object> queue = unbounded()) {
      List<Object> values =
          List.of(
              1,
              2L,
              3.0,
              true,
              "text",
              new Point(1, 2, List.of("p")),
              Colour.GREEN,
              new ArrayList<>(List.of(1, 2)),
              new int[100_000],
              "long ".repeat(100_000),
              new Point(3, 4, List.of()),
              Duration.ofSeconds(1));
      for (int round = 0; round < 3; round++) {
        for (Object each : values) {
          queue.put(each);
        }
        for (Object each : values) {
          assertThat(queue.take()).isEqualTo(each);
        }
      }
    }
  }

  @Test
  void largeElementsPassAndLeaveNothing() throws InterruptedException {
    try (SharedQueue<Object> queue = create(100)) {
      for (int size = 1_000; size < 40_000_000; size *= 3) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) size);
        queue.put(bytes);
        queue.put(Arrays.asList((Object) bytes, "and", bytes.length));
        queue.put("small");
        assertThat(queue.take()).isEqualTo(bytes);
        Object list = queue.take();
        assertThat(((List<?>) list).get(0)).isEqualTo(bytes);
        assertThat(queue.take()).isEqualTo("small");
      }
    }
  }

  @Test
  void whatSpillsComesBackInOrder() throws InterruptedException {
    try (SharedQueue<String> queue = unbounded()) {
      int put = 0;
      int taken = 0;
      for (int most : new int[] {10, 100_000, 30, 5_000, 60_000, 0}) {
        while (put - taken < most) {
          queue.put("element number " + put++);
        }
        while (put - taken > most / 7) {
          assertThat(queue.take()).isEqualTo("element number " + taken++);
        }
        assertThat(queue.size()).isEqualTo(put - taken);
        for (int i = 0; i < 20_000; i++) {
          queue.put("element number " + put++);
          assertThat(queue.take()).isEqualTo("element number " + taken++);
        }
      }
      assertThat(queue.poll()).isNull();
    }
  }

  @Test
  void clearingDropsWhatHasSpilled() throws InterruptedException {
    try (SharedQueue<byte[]> queue = unbounded()) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
          queue.put(new byte[100_000]);
        }
        assertThat(queue.iterator().next()).hasSize(100_000);
        assertThat(queue.stream().mapToInt(each -> each.length).sum()).isEqualTo(10_000_000);
        queue.clear();
        queue.put(new byte[1]);
        assertThat(queue.take()).hasSize(1);
      }
    }
  }

  @Test
  void whatCannotBeSentFailsInPut() throws InterruptedException {
    try (SharedQueue<Object> queue = create(2)) {
      Object bad = List.of("x", new Thread(() -> {}));
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> queue.put(bad))
          .withMessageContaining("Thread");
      assertThatExceptionOfType(NotSendableException.class).isThrownBy(() -> queue.offer(bad));
      queue.put("next");
      assertThat(queue.take()).isEqualTo("next");
    }
  }

  /** Can be sent and not received. */
  private static final class Bad implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException {
      throw new InvalidObjectException("spoiled");
    }
  }

  @Test
  void whatCannotBeRebuiltFailsInTake() throws InterruptedException {
    try (SharedQueue<Object> queue = create(10)) {
      queue.put(new Bad());
      queue.put(1);
      assertThatExceptionOfType(NotReceivableException.class)
          .isThrownBy(queue::take)
          .withMessageContaining("spoiled");
      assertThat(queue.take()).isEqualTo(1);
      queue.addAll(List.of(2, new Bad(), 3, new Bad(), 4));
      List<Object> drained = new ArrayList<>();
      assertThatExceptionOfType(NotReceivableException.class)
          .isThrownBy(() -> queue.drainTo(drained));
      assertThat(drained).containsExactly(2, 3, 4);
    }
  }

  @Test
  void aTakerWaitsForAPutter() throws Exception {
    try (SharedQueue<String> queue = create(1)) {
      for (int i = 0; i < 20; i++) {
        FutureTask<String> taken = new FutureTask<>(queue::take);
        Thread taker = Thread.ofVirtual().start(taken);
        if (i % 2 == 0) {
          Waits.until("it sleeps", () -> taker.getState() == Thread.State.WAITING);
        }
        queue.put("a" + i);
        assertThat(taken.get()).isEqualTo("a" + i);
      }
    }
  }

  @Test
  void aPutterWaitsForATaker() throws Exception {
    try (SharedQueue<Integer> queue = create(1);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      queue.put(0);
      for (int i = 1; i < 20; i++) {
        int next = i;
        Future<Boolean> put =
            threads.submit(() -> {
              queue.put(next);
              return true;
            });
        assertThat(queue.take()).isEqualTo(i - 1);
        assertThat(put.get()).isTrue();
      }
    }
  }

  @Test
  void anInterruptEndsAWait() throws InterruptedException {
    try (SharedQueue<String> queue = create(1)) {
      assertInterrupted(queue::take);
      queue.put("a");
      assertInterrupted(() -> queue.put("b"));
      assertThat(queue).containsExactly("a");
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(queue::take);
      assertThat(queue).containsExactly("a");
    }
  }

  private interface Call {
    void run() throws InterruptedException;
  }

  private static void assertInterrupted(Call call) throws InterruptedException {
    assertEnds(call, InterruptedException.class, Thread::interrupt);
  }

  private interface Ending {
    void end(Thread waiting);
  }

  private static void assertEnds(Call call, Class<? extends Throwable> by, Ending ending)
      throws InterruptedException {
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                call.run();
              } catch (Throwable e) {
                end.set(e);
              }
            });
    Waits.until("a thread waits", () -> isAsleep(thread));
    ending.end(thread);
    assertThat(thread.join(Delays.PROMPT)).isTrue();
    assertThat(end.get()).isInstanceOf(by);
  }

  private static boolean isAsleep(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void aShutDownQueueGivesWhatIsLeft() throws InterruptedException {
    try (SharedQueue<String> queue = create(3)) {
      queue.addAll(List.of("a", "b"));
      assertThat(queue.isShutdown()).isFalse();
      queue.shutdown();
      queue.shutdown();
      assertThat(queue.isShutdown()).isTrue();
      assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(() -> queue.put("c"));
      assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(() -> queue.offer("c"));
      assertThat(queue.take()).isEqualTo("a");
      assertThat(queue.poll(SHORT)).isEqualTo("b");
      assertThat(queue.poll()).isNull();
      assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(queue::take);
      assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(() -> queue.poll(SHORT));
    }
  }

  @Test
  void shutdownNowDropsWhatIsLeft() throws InterruptedException {
    try (SharedQueue<String> queue = create(3)) {
      queue.addAll(List.of("a", "b"));
      queue.shutdownNow();
      assertThat(queue).isEmpty();
      assertThatExceptionOfType(QueueShutDownException.class).isThrownBy(queue::take);
    }
  }

  @Test
  void shutdownEndsWaits() throws InterruptedException {
    try (SharedQueue<String> queue = create(1)) {
      assertEnds(queue::take, QueueShutDownException.class, _ -> queue.shutdown());
    }
    try (SharedQueue<String> queue = create(1)) {
      queue.put("a");
      assertEnds(() -> queue.put("b"), QueueShutDownException.class, _ -> queue.shutdown());
      assertThat(queue.take()).isEqualTo("a");
    }
  }

  @Test
  void closeEndsWaitsOfThisProcess() throws InterruptedException {
    SharedQueue<String> queue = create(1);
    assertEnds(queue::take, IllegalStateException.class, _ -> queue.close());
    assertThatIllegalStateException().isThrownBy(() -> queue.put("a"));
    assertThatIllegalStateException().isThrownBy(queue::take);
    assertThatIllegalStateException().isThrownBy(queue::poll);
    assertThatIllegalStateException().isThrownBy(queue::size);
    assertThatIllegalStateException().isThrownBy(queue::isEmpty);
    assertThatIllegalStateException().isThrownBy(queue::shutdown);
    queue.close();
    assertThat(queue.toString()).endsWith("Queue[closed]");
  }

  @Test
  void closeBesideUseHurtsNobody() throws Exception {
    for (int round = 0; round < 50; round++) {
      try (SharedQueue<Integer> bystander = create(5);
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        bystander.addAll(List.of(1, 2, 3));
        SharedQueue<Integer> queue = create(5);
        CountDownLatch started = new CountDownLatch(4);
        List<Future<?>> users = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          users.add(threads.submit(() -> useForEver(started, () -> queue.put(1))));
          users.add(threads.submit(() -> useForEver(started, queue::take)));
        }
        started.await();
        queue.close();
        // Perhaps in the place of the closed one.
        try (SharedQueue<Integer> next = create(5)) {
          for (Future<?> user : users) {
            assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(user::get)
                .withCauseInstanceOf(IllegalStateException.class);
          }
          assertThat(next).isEmpty();
          assertThat(bystander).containsExactly(1, 2, 3);
        }
      }
    }
  }

  private static Object useForEver(CountDownLatch started, Call use) throws InterruptedException {
    use.run();
    started.countDown();
    while (true) {
      use.run();
    }
  }

  @Test
  void manyThreadsPutAndTake() throws Exception {
    int each = 5_000;
    try (SharedQueue<Integer> queue = create(16);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> putters = new ArrayList<>();
      List<Future<List<Integer>>> takers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int base = i * each;
        putters.add(
            threads.submit(() -> {
              for (int k = 0; k < each; k++) {
                queue.put(base + k);
              }
              return true;
            }));
        takers.add(threads.submit(() -> takeUntilShutDown(queue)));
      }
      for (Future<Boolean> putter : putters) {
        putter.get();
      }
      queue.shutdown();
      List<Integer> all = new ArrayList<>();
      for (Future<List<Integer>> taker : takers) {
        List<Integer> taken = taker.get();
        for (int i = 0; i < 4; i++) {
          int producer = i;
          assertThat(taken.stream().filter(value -> value / each == producer)).isSorted();
        }
        all.addAll(taken);
      }
      assertThat(all).hasSize(4 * each).doesNotHaveDuplicates();
    }
  }

  static <E> List<E> takeUntilShutDown(SharedQueue<E> queue) throws InterruptedException {
    List<E> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(queue.take());
      }
    } catch (QueueShutDownException over) {
      return taken;
    }
  }

  @Test
  void tenThousandVirtualThreadsMayWait() throws Exception {
    int many = 10_000;
    try (SharedQueue<Integer> queue = unbounded();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = ConcurrentHashMap.<Integer>newKeySet();
      List<Future<Boolean>> takers =
          Stream.generate(() -> threads.submit(() -> taken.add(queue.take()))).limit(many).toList();
      for (int i = 0; i < many; i++) {
        queue.put(i);
      }
      for (Future<Boolean> taker : takers) {
        assertThat(taker.get()).isTrue();
      }
      assertThat(taken).hasSize(many);
    }
  }
}

package dev.brood.internal.queue;

import dev.brood.internal.family.Members;
import dev.brood.internal.family.RandomPrograms;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever three processes do to a queue at the same time, it is as if they had done it one after
 * the other to a queue that nobody shares: Lincheck runs random programs and looks for that order.
 */
class QueueHistoryTest {

  private static final int PROCESSES = 3;
  private static final int CAPACITY = 3;
  private static final String NUMBERS = "1:3";

  @Test
  void isThatOfOneQueue() {
    RandomPrograms.of(PROCESSES, 4, Alone.class).check(Together.class);
  }

  /** The queue, of which each thread has the view of a process of its own. */
  public static final class Together {
    private static final Members MEMBERS = QueueView.members(PROCESSES + 1, 64);

    private final List<QueueView> views = QueueView.create(MEMBERS, CAPACITY);

    private QueueView of(int thread) {
      return views.get(Math.floorMod(thread, views.size()));
    }

    @Operation
    public boolean offer(
        @Param(gen = ThreadIdGen.class) int thread,
        @Param(gen = IntGen.class, conf = NUMBERS) int number) {
      return of(thread).offer(number);
    }

    @Operation
    public @Nullable Integer poll(@Param(gen = ThreadIdGen.class) int thread) {
      return of(thread).poll();
    }

    @Operation
    public @Nullable Integer peek(@Param(gen = ThreadIdGen.class) int thread) {
      return of(thread).peek();
    }

    @Operation
    public void clear(@Param(gen = ThreadIdGen.class) int thread) {
      of(thread).clear();
    }
  }

  /** What the queue is to be like. */
  public static final class Alone {
    private final Queue<Integer> numbers = new ArrayDeque<>();

    public boolean offer(int thread, int number) {
      return numbers.size() < CAPACITY && numbers.offer(number);
    }

    public @Nullable Integer poll(int thread) {
      return numbers.poll();
    }

    public @Nullable Integer peek(int thread) {
      return numbers.peek();
    }

    public void clear(int thread) {
      numbers.clear();
    }
  }
}

package dev.brood.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.ResultSink;
import dev.brood.internal.batch.TaskClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskQueueTest {

  private final TaskQueue queue = new TaskQueue();
  private final Answers sink = new Answers();

  private Batch batch(long index, int priority) {
    return batch(index, priority, sink);
  }

  private static Batch batch(long index, int priority, ResultSink to) {
    return FakePool.batch(
        index, 2, new Batch.Call(to, new TaskClock(), FakePool.priority(priority)));
  }

  private List<Long> drained() {
    List<Long> indexes = new ArrayList<>();
    while (!queue.isEmpty()) {
      indexes.add(queue.remove().firstIndex());
    }
    return indexes;
  }

  @Test
  void ordersByPriorityAndThenByArrival() {
    int[] priorities = {0, 3, -1, 0, 3, Integer.MAX_VALUE, Integer.MIN_VALUE, -1};
    for (int i = 0; i < priorities.length; i++) {
      queue.add(batch(i, priorities[i]));
    }
    assertThat(queue.size()).isEqualTo(8);
    assertThat(queue.items()).isEqualTo(16);
    assertThat(drained()).containsExactly(5L, 1L, 4L, 0L, 3L, 2L, 7L, 6L);
  }

  @Test
  void whatIsPutBackComesBeforeItsEquals() {
    queue.add(batch(0, 0));
    queue.add(batch(1, 2));
    queue.addFirst(batch(2, 0));
    queue.addFirst(batch(3, 2));
    assertThat(drained()).containsExactly(3L, 1L, 2L, 0L);
  }

  @Test
  void releasesInTheOrderOfTheirTimes() {
    queue.addAt(batch(0, 0), 300);
    queue.addAt(batch(1, 0), 100);
    queue.addAt(batch(2, 0), 200);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.hasDelayed()).isTrue();
    assertThat(queue.items()).isEqualTo(6);
    assertThat(queue.release(50, -1)).isEqualTo(50);
    assertThat(queue.release(250, -1)).isEqualTo(50);
    assertThat(drained()).containsExactly(1L, 2L);
    assertThat(queue.release(300, -1)).isEqualTo(-1);
    assertThat(drained()).containsExactly(0L);
    assertThat(queue.hasDelayed()).isFalse();
  }

  @Test
  void timesMayPassTheEndOfTheClock() {
    queue.addAt(batch(0, 0), Long.MIN_VALUE + 10);
    queue.addAt(batch(1, 0), Long.MAX_VALUE - 10);
    assertThat(queue.release(Long.MAX_VALUE - 20, -1)).isEqualTo(10);
    assertThat(queue.release(Long.MAX_VALUE, -1)).isEqualTo(11);
    assertThat(drained()).containsExactly(1L);
  }

  @Test
  void takesOutAllOfOneSinkAndLeavesTheOthersInOrder() {
    Answers other = new Answers();
    for (int i = 0; i < 4; i++) {
      queue.add(batch(i, i % 2, i < 2 ? sink : other));
    }
    queue.addAt(batch(4, 0, sink), 10);
    queue.addAt(batch(5, 0, other), 10);
    assertThat(queue.removeAll(sink)).extracting(Batch::firstIndex).containsExactly(0L, 1L, 4L);
    assertThat(queue.release(10, -1)).isEqualTo(-1);
    assertThat(drained()).containsExactly(3L, 2L, 5L);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void takesOutEverything() {
    queue.add(batch(0, 0));
    queue.add(batch(1, 9));
    queue.addAt(batch(2, 0), 10);
    assertThat(queue.removeAll()).extracting(Batch::firstIndex).containsExactly(1L, 0L, 2L);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.hasDelayed()).isFalse();
    assertThat(queue.items()).isZero();
  }
}

package dev.brood.internal.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.function.SerializableCallable;
import dev.brood.internal.task.RunningTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

public class BatchRehearsalTest {

  public static final AtomicInteger CALLS = new AtomicInteger();
  private static final ClassLoader LOADER = BatchRehearsalTest.class.getClassLoader();

  @AfterEach
  void reset() {
    CALLS.set(0);
  }

  @Test
  void runsEachTaskOnceAndLeavesNothingBehind() {
    int captured = 7;
    SerializableCallable<Integer> adds = () -> CALLS.addAndGet(captured);
    SerializableCallable<Integer> fails =
        () -> {
          CALLS.addAndGet(10 * captured);
          throw new IllegalStateException("a task that fails");
        };
    BatchRehearsal.run(LOADER, adds, fails, adds);
    assertThat(CALLS).hasValue(84);
    assertThat(RunningTask.current()).as("this process runs no tasks").isNull();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void refusesWhatDoesNotFit() {
    String large = "\u00e4".repeat(100_000);
    SerializableCallable<Integer> task = () -> CALLS.addAndGet(large.length());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRehearsal.run(LOADER, task))
        .withMessageContaining("capacity=65536");
    assertThat(CALLS).hasValue(0);
  }
}

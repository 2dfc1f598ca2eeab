package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.WorkerDiedException;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Pool;
import dev.brood.pool.QuarantinedTask;
import dev.brood.pool.TaskContext;
import dev.brood.pool.TaskOptions;
import dev.brood.system.support.Waits;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that are kept as bytes. */
class QuarantinedTaskTest {

  @Test
  void damagedBytesAreRefusedOrFailTheTask() {
    byte[] bytes;
    try (Pool pool = Pool.of(1)) {
      Map<String, Integer> argument = Map.of("a", 1, "b", 2);
      CompletableFuture<Integer> future =
          pool.applyAsync(
              map -> {
                if (ProcessHandle.current().parent().isPresent() && map.size() == 2) {
                  Runtime.getRuntime().halt(1);
                }
                return map.size();
              },
              argument);
      Waits.until("it died", future::isDone);
      bytes =
          QuarantinedTask.of((WorkerDiedException) future.exceptionNow()).orElseThrow().toBytes();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> QuarantinedTask.fromBytes(new byte[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> QuarantinedTask.fromBytes(new byte[99]));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> QuarantinedTask.fromBytes(cut));
    }
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      assertThatIllegalArgumentException().isThrownBy(() -> QuarantinedTask.fromBytes(damaged));
    }
    assertThat(QuarantinedTask.fromBytes(bytes).toBytes()).isEqualTo(bytes);
  }

  /** Whether the tasks of this class do no harm, in this JVM. */
  private static volatile boolean harmless;

  private static String killOrTell(String ignored) {
    if (!harmless) {
      Runtime.getRuntime().halt(1);
    }
    TaskContext context = TaskContext.current();
    return context.index() + " " + context.random().nextLong();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 70_000})
  void aTaskHasItsContextWhereverItRunsAndKeepsItsLabel(int length) throws Exception {
    String label = "\u00e4\u20ac".repeat(length);
    QuarantinedTask<String> task;
    long number;
    try (Pool pool = Pool.builder().workers(1).seed(42).build()) {
      WorkerDiedException death =
          ((Outcome.Crashed<String>)
                  pool.mapOutcomes(
                          QuarantinedTaskTest::killOrTell,
                          List.of("a"),
                          MapOptions.defaults().withTask(TaskOptions.defaults().withLabel(label)))
                      .getFirst())
              .cause();
      task = QuarantinedTask.fromBytes(QuarantinedTask.<String>of(death).orElseThrow().toBytes());
    }
    try (Pool pool = Pool.builder().inThisJvm().workers(1).seed(42).build()) {
      number = pool.map(item -> TaskContext.current().random().nextLong(), List.of("a")).getFirst();
    }
    assertThat(task.label()).isEqualTo(label);
    harmless = true;
    try {
      assertThat(task.call()).isEqualTo("0 " + number);
    } finally {
      harmless = false;
    }
    assertThat(TaskContext.isInTask()).isFalse();
  }
}

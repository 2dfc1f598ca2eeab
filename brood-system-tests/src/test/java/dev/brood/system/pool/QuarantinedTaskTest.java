package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.WorkerDiedException;
import dev.brood.pool.Pool;
import dev.brood.pool.QuarantinedTask;
import dev.brood.system.support.Waits;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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
    assertThat(QuarantinedTask.fromBytes(bytes).toBytes()).isEqualTo(bytes);
  }
}

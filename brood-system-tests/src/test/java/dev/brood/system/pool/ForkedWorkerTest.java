package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;
import dev.brood.system.support.Forked;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that are forked. */
@ExtendWith(Forked.class)
@Tag("chaos")
class ForkedWorkerTest extends WorkerContract {
  @Override
  Pool.Builder builder() {
    return Pool.builder().startMethod(StartMethod.FORK);
  }

  /** None can be without the Java that its owner runs on: another is refused. */
  @Override
  @Test
  void aWorkerThatCannotBeReplacedBreaksThePool() {
    JvmOptions jvm = JvmOptions.defaults().withJavaHome(Path.of(System.getProperty("java.home")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().jvm(jvm).build())
        .withMessageContaining("a forked child has the classes and the Java of its owner");
  }
}

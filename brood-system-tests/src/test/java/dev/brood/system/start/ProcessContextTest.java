package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.ProcessContext;
import dev.brood.jvm.StartMethod;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.process.Spares;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessContextTest {

  @AfterEach
  void spawnAgain() {
    StartMethod.setDefaultAgain(StartMethod.SPAWN);
  }

  @Test
  void isFoundByNameInAnyCase() {
    assertThat(ProcessContext.named("forkserver"))
        .isEqualTo(ProcessContext.of(StartMethod.FORKSERVER));
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcessContext.named("nonsense"))
        .withMessageContaining("startMethod=nonsense")
        .withMessageContaining("SPAWN, FORKSERVER");
  }

  @Test
  void aGrandchildInheritsWhatItsOwnerHasChosen() throws InterruptedException {
    StartMethod.setDefaultAgain(StartMethod.FORKSERVER);
    try (JvmProcess child =
        JvmProcess.start(() -> {
          StartMethod inherited = StartMethod.ofThisJvm();
          StartMethod.setDefaultAgain(StartMethod.SPAWN);
          JvmProcess below =
              JvmProcess.start(
                  () -> System.exit(StartMethod.ofThisJvm() == StartMethod.SPAWN ? 10 : 1));
          below.join();
          boolean right =
              inherited == StartMethod.FORKSERVER
                  && below.exitStatus().equals(Optional.of(new ExitStatus.Exited(10)));
          System.exit(right ? 0 : 1);
        })) {
      child.join();
      assertThat(child.exitStatus()).hasValue(new ExitStatus.Exited(0));
    } finally {
      Spares.release();
    }
  }

  @Test
  void theDefaultIsSettledByTheFirstWhoAsks() {
    StartMethod.setDefaultAgain(StartMethod.FORKSERVER);

    assertThat(ProcessContext.ofThisJvm().startMethod()).isEqualTo(StartMethod.FORKSERVER);
    assertThatIllegalStateException()
        .isThrownBy(() -> StartMethod.setDefault(StartMethod.SPAWN))
        .withMessageContaining("settled: FORKSERVER");
    assertThat(StartMethod.ofThisJvm()).isEqualTo(StartMethod.FORKSERVER);
  }
}

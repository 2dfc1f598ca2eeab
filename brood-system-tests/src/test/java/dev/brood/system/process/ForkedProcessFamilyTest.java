package dev.brood.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Forked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The families of processes that are forked. */
@ExtendWith(Forked.class)
@Tag("chaos")
class ForkedProcessFamilyTest extends ProcessFamilyTest {

  /** What is copied does not run its {@code readObject}: so that cannot start children either. */
  @Override
  @Test
  void startingChildrenWhileTheTargetIsReadFails() throws InterruptedException {
    Breeder breeder = new Breeder();
    try (JvmProcess process =
        JvmProcess.start(() -> System.out.print(breeder == null ? "none" : ""))) {
      assertThat(process.join(Delays.PATIENT)).isTrue();
      assertThat(process.exitStatus()).contains(new ExitStatus.Exited(0));
    }
  }
}

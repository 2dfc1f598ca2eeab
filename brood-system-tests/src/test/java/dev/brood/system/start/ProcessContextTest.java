package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.ProcessContext;
import dev.brood.jvm.StartMethod;
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
  void theDefaultIsSettledByTheFirstWhoAsks() {
    StartMethod.setDefaultAgain(StartMethod.FORKSERVER);

    assertThat(ProcessContext.ofThisJvm().startMethod()).isEqualTo(StartMethod.FORKSERVER);
    assertThatIllegalStateException()
        .isThrownBy(() -> StartMethod.setDefault(StartMethod.SPAWN))
        .withMessageContaining("settled: FORKSERVER");
    assertThat(StartMethod.ofThisJvm()).isEqualTo(StartMethod.FORKSERVER);
  }
}

package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.program.ForkAsker;
import dev.brood.system.support.OwnerJvm;
import org.junit.jupiter.api.Test;

/** Where the start method FORK is there, asked in a JVM of its own: a scope stays set. */
class ForkAvailabilityTest {

  @Test
  void isAvailableOnceAScopeIsSet() throws InterruptedException {
    try (OwnerJvm owner = OwnerJvm.start(ForkAsker.class)) {
      assertThat(owner.exitCode()).as(owner.error()).isZero();
      assertThat(owner.output().lines())
          .containsExactly(
              "[SPAWN, FORKSERVER]",
              "refused: startMethod=FORK is not available, only [SPAWN, FORKSERVER]; call"
                  + " ForkScope.setForThisJvm to say whose static state is to be copied",
              "[SPAWN, FORKSERVER, FORK]",
              "default: FORK",
              "child: changed FORK [SPAWN, FORKSERVER, FORK]");
    }
  }
}

package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.child.Rehearsal;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What trainees and spares do before anybody needs it: nobody would notice if it failed. */
class RehearsalTest {

  private static final Rehearsal.Passing NOWHERE =
      new Rehearsal.Passing() {
        @Override
        public <T> T pass(T sent) {
          return sent;
        }
      };

  static List<Rehearsal> all() {
    return ServiceLoader.load(Rehearsal.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void runsThrough(Rehearsal each) throws Exception {
    each.run(NOWHERE);
  }

  @Test
  void thereIsOneForEachPackageOfSharedObjects() {
    assertThat(all())
        .flatExtracting(Rehearsal::packages)
        .containsExactlyInAnyOrder(
            "dev.brood.channel",
            "dev.brood.manager",
            "dev.brood.internal.proxy",
            "dev.brood.memory",
            "dev.brood.proxy",
            "dev.brood.queue",
            "dev.brood.sync");
  }
}

package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.child.Rehearsal;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What a trainee does for the archive: nobody would notice if it failed. */
class RehearsalTest {
  @Test
  void runsThrough() throws Exception {
    List<Rehearsal> all =
        ServiceLoader.load(Rehearsal.class).stream().map(ServiceLoader.Provider::get).toList();
    assertThat(all).hasSize(1);
    for (Rehearsal each : all) {
      each.run(value -> value);
    }
  }
}

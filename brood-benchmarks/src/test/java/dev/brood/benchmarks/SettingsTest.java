package dev.brood.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void knowsItsSizesByName() {
    Settings settings = Settings.of(3, 1).with("workers", 2).with("items", 100);
    assertThat(settings.size("workers")).isEqualTo(2);
    assertThat(settings.size("items")).isEqualTo(100);
  }

  @Test
  void namesAMissingSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.of(3, 1).with("workers", 2).size("calls"))
        .withMessageContaining("calls")
        .withMessageContaining("workers");
  }

  @Test
  void needsARound() {
    assertThatIllegalArgumentException().isThrownBy(() -> Settings.of(0, 1));
  }
}

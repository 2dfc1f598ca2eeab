package dev.brood.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToolchainTest {
  @Test
  void runsOnTheJdkThatTheBuildSelects() {
    assertThat(Runtime.version().feature()).isEqualTo(25);
  }
}

package dev.brood.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForkScopeTest {

  @ParameterizedTest
  @ValueSource(strings = {"com.acme", "a", "_x.y1"})
  void takesNamesOfPackages(String name) {
    assertThat(ForkScope.packages(name).packages()).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".com", "com.", "com..acme", "1x", "com.1x", "com acme", "a,b"})
  void refusesWhatIsNoName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForkScope.packages("com.acme", name))
        .withMessage("package=" + name + " is no name of a package");
  }
}

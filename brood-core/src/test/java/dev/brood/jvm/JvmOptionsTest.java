package dev.brood.jvm;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmOptionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "A=B", "A\0"})
  void refusesNamesThatNoVariableCanHave(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JvmOptions.defaults().withEnvironment(name, "x"))
        .withMessage("name=" + name.replace('\0', '?') + " cannot name an environment variable");
  }

  @Test
  void refusesValuesThatNoVariableCanHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JvmOptions.defaults().withEnvironment("NAME", "x\0y"))
        .withMessageContaining("NAME");
  }
}

package dev.brood.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {

  @ParameterizedTest
  @ValueSource(strings = {"/dev/pts/0", "/dev/pts/17", "/dev/tty", "/dev/tty1", "/dev/console"})
  void knowsTerminals(String device) {
    assertThat(Terminal.isTerminalDevice(Path.of(device))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/dev/null", "pipe:[4711]", "socket:[4711]", "/home/user/log", "/dev/ptmx2", "/"})
  void knowsWhatIsNone(String device) {
    assertThat(Terminal.isTerminalDevice(Path.of(device))).isFalse();
  }
}

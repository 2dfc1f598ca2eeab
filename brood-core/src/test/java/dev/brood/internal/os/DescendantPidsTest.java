package dev.brood.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class DescendantPidsTest {
  @Test
  void hasTheChildrenAndTheirs() throws Exception {
    Process process = new ProcessBuilder("sh", "-c", "sh -c 'echo $$; read line'; true").start();
    try (BufferedReader output = process.inputReader()) {
      long grandchild = Long.parseLong(output.readLine());
      assertThat(descendants())
          .contains(process.pid(), grandchild)
          .doesNotContain(ProcessHandle.current().pid());
      process.outputWriter().close();
      assertThat(process.waitFor()).isZero();
      assertThat(descendants()).doesNotContain(process.pid(), grandchild);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Asks again if a thread of this JVM ended meanwhile. */
  private static Set<Long> descendants() {
    for (int i = 0; i < 100; i++) {
      Set<Long> pids = DescendantPids.ofThisJvm();
      if (pids != null) {
        return pids;
      }
    }
    throw new AssertionError("the system does not tell");
  }
}

package dev.brood.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.wire.BootFile;
import dev.brood.internal.wire.ExitCodes;
import dev.brood.internal.wire.JoinKey;
import dev.brood.internal.wire.Ration;
import dev.brood.internal.wire.Welcome;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child that cannot join says why, unless that is because its owner is no more. */
class ChildMainTest {

  private static final long STUCK_SECONDS = 60;

  @TempDir private Path folder;

  /** Starts child 7 of an owner with this folder and returns what it says before it ends. */
  private static String start(Path ofOwner) throws Exception {
    Path classes =
        Path.of(ChildMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process child =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                classes.toString(),
                ChildMain.class.getName(),
                ofOwner.toString(),
                "7")
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(STUCK_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isEqualTo(ExitCodes.BOOT_FAILED);
      return said;
    } finally {
      child.destroyForcibly();
    }
  }

  private void leaveBootFile(String ringFile) throws Exception {
    Welcome welcome =
        new Welcome(
            Welcome.PROCESS, "child", false, "", "main", 1, ringFile, false, "", Ration.NONE);
    try (OutputStream boot = Files.newOutputStream(folder.resolve("7.boot"))) {
      BootFile.write(boot, new byte[JoinKey.LENGTH], 0, welcome, new byte[0]);
    }
  }

  @Test
  void anOwnerThatIsNoMoreIsNotTold() throws Exception {
    assertThat(start(folder.resolve("gone"))).isEmpty();
  }

  @Test
  void anOwnerThatHasTakenItsRingsAwayIsNotTold() throws Exception {
    Path ring = folder.resolve("ring");
    leaveBootFile(ring.toString());
    assertThat(start(folder)).isEmpty();
    assertThat(ring).doesNotExist();
  }

  @Test
  void whoeverStartsAChildWithoutABootFileIsTold() throws Exception {
    assertThat(start(folder)).contains("cannot join its owner").contains("7.boot");
  }

  @Test
  void aDamagedBootFileIsReported() throws Exception {
    Files.write(folder.resolve("7.boot"), new byte[3]);
    assertThat(start(folder)).contains("cannot join its owner").contains("cut off");
  }
}

package dev.brood.internal.command;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.os.Platform;
import dev.brood.internal.util.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A Java installation that children can run on. */
final class JavaHome {
  private static final int OLDEST = 25;

  private static @Nullable String ofThisJvm;

  private JavaHome() {}

  /**
   * Returns the {@code java} of the installation that runs this JVM.
   *
   * @throws ProcessStartException if it has none, as images made by jlink may
   */
  static synchronized String executable() {
    String known = ofThisJvm;
    if (known == null) {
      Path home = Path.of(System.getProperty("java.home"));
      known = program(home).toString();
      ofThisJvm = known;
    }
    return known;
  }

  /**
   * Returns the {@code java} of the installation at {@code home}.
   *
   * @throws ProcessStartException if there is none, or it is too old for this library
   */
  static String executable(Path home) {
    Path program = program(home);
    String version = versionOf(home, program);
    if (version != null && feature(version) < OLDEST) {
      throw new ProcessStartException(
          "javaHome=" + home + " is Java " + version + "; children need " + OLDEST + " or newer",
          null);
    }
    return program.toString();
  }

  private static Path program(Path home) {
    String name = Platform.current() == Platform.WINDOWS ? "java.exe" : "java";
    Path program = home.resolve("bin").resolve(name).toAbsolutePath();
    if (!Files.isExecutable(program)) {
      throw new ProcessStartException(
          "javaHome="
              + home
              + " has no program bin/"
              + name
              + " (an image made by jlink with --strip-native-commands has none); give the options"
              + " of the child a Java home that has one",
          null);
    }
    return program;
  }

  /**
   * Says what is not known of the installation at {@code home}, for a child that did not start on
   * it; an empty text if all is known.
   */
  static String doubt(Path home) {
    Path program = home.resolve("bin").resolve("java").toAbsolutePath();
    return versionOf(home, program) == null
        ? "javaHome="
            + home
            + " has no file \"release\" that tells its version; children need Java "
            + OLDEST
            + " or newer"
        : "";
  }

  /**
   * Reads the version from the file that every installation has. A program that is only a link, as
   * the one in {@code /usr/bin}, belongs to another; null if there is no such file.
   */
  private static @Nullable String versionOf(Path home, Path program) {
    String version = versionOf(home);
    try {
      Path directory = program.toRealPath().getParent();
      Path real = directory == null ? null : directory.getParent();
      return version == null && real != null ? versionOf(real) : version;
    } catch (IOException unreadable) {
      Log.debug("cannot find the installation of " + program, unreadable);
      return version;
    }
  }

  private static @Nullable String versionOf(Path home) {
    try {
      for (String line : Files.readAllLines(home.resolve("release"))) {
        if (line.startsWith("JAVA_VERSION=")) {
          return line.substring("JAVA_VERSION=".length()).replace("\"", "").strip();
        }
      }
    } catch (IOException unreadable) {
      Log.debug("cannot read the release file of " + home, unreadable);
    }
    return null;
  }

  /** Returns 25 for {@code 25.0.3} and 8 for {@code 1.8.0_402}; what is no version passes. */
  private static int feature(String version) {
    String[] cells = version.split("[._+-]", -1);
    try {
      int first = Integer.parseInt(cells[0]);
      return first == 1 && cells.length > 1 ? Integer.parseInt(cells[1]) : first;
    } catch (NumberFormatException unknown) {
      return OLDEST;
    }
  }
}

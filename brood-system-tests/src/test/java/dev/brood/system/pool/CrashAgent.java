package dev.brood.system.pool;

import dev.brood.jvm.JvmOptions;
import dev.brood.system.support.Board;
import dev.brood.system.support.NativeAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Strikes in a JVM before that does anything else: an agent of the command line. */
public final class CrashAgent {

  private CrashAgent() {}

  /** Returns options of JVMs of which the first so many crash before their main class is loaded. */
  static JvmOptions striking(Crash crash, int times, Path folder) throws IOException {
    Path jar = folder.resolve("agent.jar");
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(new Attributes.Name("Premain-Class"), CrashAgent.class.getName());
    // The class itself is on the class path of the child.
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return NativeAccess.GRANTED
        .withHeap("48m")
        .withArguments("-javaagent:" + jar + "=" + crash + "," + times + "," + folder);
  }

  /** What the JVM calls. */
  public static void premain(String arguments) {
    String[] all = arguments.split(",", 3);
    Board board = Board.in(Path.of(all[2]));
    int times = Integer.parseInt(all[1]);
    for (int i = 0; i < Math.min(times, 100); i++) {
      if (board.postFirst("strike-" + i)) {
        Crash.valueOf(all[0]).strike();
      }
    }
  }
}

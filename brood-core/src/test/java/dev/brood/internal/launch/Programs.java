package dev.brood.internal.launch;

import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.os.KernelFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Small programs that the tests run as child JVMs. */
public final class Programs {
  private Programs() {}

  /** Exits with the code in its argument. */
  public static final class Exit {
    public static void main(String[] args) {
      System.exit(Integer.parseInt(args[0]));
    }
  }

  /** Prints its arguments, each in a line, on both streams. */
  static final class Echo {
    public static void main(String[] args) {
      for (String arg : args) {
        System.out.println("out " + arg);
        System.err.println("err " + arg);
      }
    }
  }

  private static void untilKilled() throws InterruptedException {
    var _ = new CountDownLatch(1).await(1, TimeUnit.MINUTES);
  }

  /** Says that it is up, then waits until it is killed. */
  static final class Wait {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("up");
      untilKilled();
    }
  }

  /** Prints values of system properties, variables (with $) or itself (with no prefix known). */
  public static final class Show {
    public static void main(String[] args) {
      for (String arg : args) {
        String value = arg.startsWith("$") ? System.getenv(arg.substring(1)) : value(arg);
        System.out.println(arg + "=" + value);
      }
    }

    private static String commandLine() {
      return String.valueOf(KernelFiles.text("/proc/self/cmdline"));
    }

    private static String value(String arg) {
      return switch (arg) {
        case "maxMemory" -> Long.toString(Runtime.getRuntime().maxMemory());
        case "asserts" -> Boolean.toString(Show.class.desiredAssertionStatus());
        case "opens" ->
            Boolean.toString(
                Object.class
                    .getModule()
                    .isOpen("java.lang", Show.class.getClassLoader().getUnnamedModule()));
        case "moduleOfLibrary" -> String.valueOf(Show.class.getModule().getName());
        case "commandLineHasSecret" -> Boolean.toString(commandLine().contains("-Dsecret"));
        default -> System.getProperty(arg);
      };
    }
  }

  /** Prints many lines with its name, as fast as it can. */
  static final class PrintLines {
    public static void main(String[] args) {
      PrintStream out = new PrintStream(new BufferedOutputStream(System.out, 777), false);
      int count = Integer.parseInt(args[1]);
      for (int i = 0; i < count; i++) {
        out.print(args[0] + " line " + i + " " + "x".repeat(i % 150) + "\n");
      }
      out.flush();
    }
  }

  /** Writes bytes of all values, without a line end at the end. */
  static final class Binary {
    public static void main(String[] args) throws IOException {
      byte[] bytes = new byte[256];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (255 - i);
      }
      System.out.write(bytes);
      System.out.flush();
    }
  }

  /** Writes a line of as many bytes as its argument says. */
  static final class LongLine {
    public static void main(String[] args) throws IOException {
      byte[] line = "y".repeat(Integer.parseInt(args[0])).getBytes(StandardCharsets.US_ASCII);
      System.out.write(line);
      System.out.write('\n');
      System.out.flush();
    }
  }

  /** Starts a program that keeps the output open for long, says its pid, and exits. */
  static final class LeaveBehind {
    public static void main(String[] args) throws IOException {
      Process left = new ProcessBuilder("sleep", "60").inheritIO().start();
      System.out.println("left " + left.pid());
      System.out.print("last line" + args[0]);
      System.out.flush();
    }
  }

  /** Starts a program and waits. */
  static final class HaveChild {
    public static void main(String[] args) throws IOException, InterruptedException {
      Process below = new ProcessBuilder("sleep", "60").start();
      System.out.println("below " + below.pid());
      untilKilled();
    }
  }

  /** Fills its heap. */
  static final class FillHeap {
    public static void main(String[] args) {
      List<byte[]> kept = new ArrayList<>();
      while (kept.size() < Integer.MAX_VALUE) {
        kept.add(new byte[1 << 20]);
      }
    }
  }

  /** Copies its input to its output, and says when the input ended. */
  static final class Copy {
    public static void main(String[] args) throws IOException {
      System.in.transferTo(System.out);
      System.out.println("end of input");
    }
  }

  /** Does so on a class path, which is its first argument. */
  public static final class RelayOnClassPath {
    public static void main(String[] args) throws Exception {
      PrivateFolder folder = PrivateFolder.ofThisJvm();
      String[] rest = Arrays.copyOfRange(args, 1, args.length);
      LaunchSpec spec =
          Children.spec(folder.path(), Show.class, rest)
              .withJvm(jvm -> jvm.withClassPath(List.of(Path.of(args[0]))));
      System.out.println(ChildJvm.start(spec).onExit().get().exit());
    }
  }

  /** Starts {@link Show} as a child of its own and prints what that prints. */
  public static final class Relay {
    public static void main(String[] args) throws Exception {
      PrivateFolder folder = PrivateFolder.ofThisJvm();
      LaunchSpec spec = Children.spec(folder.path(), Show.class, args);
      System.out.println(ChildJvm.start(spec).onExit().get().exit());
    }
  }
}

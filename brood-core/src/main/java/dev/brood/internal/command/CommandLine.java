package dev.brood.internal.command;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.archive.ClassArchive;
import dev.brood.internal.archive.ClassArchives;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Builds the command line of a child. In this order, so that a later option wins over an earlier:
 *
 * <ol>
 *   <li>options that make a JVM start fast and keep its own messages off standard output,
 *   <li>options inherited from this JVM, see {@link InheritedOptions},
 *   <li>the heap, and the arguments of the user,
 *   <li>class path or module path, main class and its arguments.
 * </ol>
 *
 * <p>What would be too long for the operating system, or must not be seen by other users of the
 * machine, goes through an argument file in the private folder; children with equal options share
 * it.
 */
public final class CommandLine {
  /** A JVM's warnings would go to standard output, which is the user's. */
  private static final List<String> FIXED =
      List.of(
          Collectors.SMALLEST,
          "-XX:-UsePerfData",
          // Archived classes stay where they were dumped: nothing need be patched, so their pages
          // are shared by all children. See docs/decisions/0008.
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-Djdk.reflect.useNativeAccessorOnly=true",
          "-Xlog:disable",
          // An archive that does not fit is nothing that a user need know of.
          "-Xlog:all=warning,cds*=off,aot*=off:stderr");

  private static final String ERROR_FILE = "-XX:ErrorFile=";

  private static final String SELECTOR_PROVIDER = SelectorProvider.class.getName();

  /** Windows allows 32767 characters in all; Linux 131072 bytes for one argument. */
  private static final int LONGEST = 24_000;

  private static @Nullable CommandLine ofThisJvm;

  private final InheritedOptions inherited;
  private final ProgramPath path;

  private CommandLine(InheritedOptions inherited, ProgramPath path) {
    this.inherited = inherited;
    this.path = path;
  }

  /** Returns the builder for children of this JVM; what it knows of this JVM it reads once. */
  public static synchronized CommandLine ofThisJvm() {
    CommandLine known = ofThisJvm;
    if (known == null) {
      known = new CommandLine(InheritedOptions.ofThisJvm(), ProgramPath.ofThisJvm());
      ofThisJvm = known;
    }
    return known;
  }

  /**
   * Returns the whole command line for {@code spec}.
   *
   * @throws ProcessStartException if there is no usable Java, or a needed file cannot be written
   */
  public List<String> of(LaunchSpec spec) {
    List<String> command = new ArrayList<>();
    Optional<Path> home = spec.jvm().javaHome();
    command.add(home.isPresent() ? JavaHome.executable(home.get()) : JavaHome.executable());
    List<String> options = options(spec);
    ClassArchive archive = archive(spec, command.getFirst(), options);
    String archiveOption = archive == null ? null : archive.option();
    if (archiveOption != null) {
      options.addFirst(archiveOption);
    }
    if (inherited.confidential() || lengthOf(options) > LONGEST) {
      command.add("@" + argumentFile(spec.folder(), options));
    } else {
      command.addAll(options);
    }
    command.addAll(spec.arguments());
    return command;
  }

  /** Returns the archive for children with {@code spec}, or null if there can be none. */
  public @Nullable ClassArchive archiveOf(LaunchSpec spec) {
    Optional<Path> home = spec.jvm().javaHome();
    String java = home.isPresent() ? JavaHome.executable(home.get()) : JavaHome.executable();
    return archive(spec, java, options(spec));
  }

  /** Class files in front of the others are a folder, and only jars are archived. */
  private static @Nullable ClassArchive archive(
      LaunchSpec spec, String java, List<String> options) {
    return spec.overlay() == null ? ClassArchives.ofThisJvm().find(java, options) : null;
  }

  List<String> inheritedOptions() {
    return inherited.options();
  }

  private List<String> options(LaunchSpec spec) {
    List<String> options = new ArrayList<>(FIXED);
    if (Collectors.areChosen(spec.jvm())) {
      options.remove(Collectors.SMALLEST);
    }
    options.add(ERROR_FILE + ownCrashLog(spec));
    addEncodings(options);
    if (spec.jvm().classPath().isEmpty() && spec.jvm().javaHome().isEmpty()) {
      addSelectorProvider(options);
    }
    boolean noModules = spec.jvm().classPath().isPresent();
    for (String option :
        noModules ? ModuleOptions.withoutModulePath(inherited.options()) : inherited.options()) {
      // A child that owns children was given these itself.
      if (!FIXED.contains(option)) {
        options.add(option);
      }
    }
    options.addAll(spec.inherited());
    if (spec.jvm().classPath().isEmpty()) {
      options.addAll(optionsOfExecutableJar());
    }
    if (spec.jvm().heap().isPresent()) {
      options.add("-Xmx" + spec.jvm().heap().get());
    }
    options.addAll(spec.jvm().arguments());
    options.addAll(path.arguments(spec));
    return options;
  }

  /**
   * A child writes into a pipe where this JVM may write to a console with an encoding of its own.
   * The bytes are passed on as they are, so the child must use this JVM's encoding.
   */
  private static void addEncodings(List<String> options) {
    String standard = System.getProperty("native.encoding");
    for (String property : List.of("stdout.encoding", "stderr.encoding")) {
      String encoding = System.getProperty(property);
      if (encoding != null && !encoding.equals(standard)) {
        options.add("-D" + property + "=" + encoding);
      }
    }
  }

  /**
   * Whoever opens the first channel of a JVM has it look for another provider in every jar of the
   * class path, for 10 ms and more. This JVM has looked already, and its children find the same.
   */
  private static void addSelectorProvider(List<String> options) {
    Class<?> found = SelectorProvider.provider().getClass();
    if (found.getClassLoader() == null && Modifier.isPublic(found.getModifiers())) {
      options.add("-D" + SELECTOR_PROVIDER + "=" + found.getName());
    }
  }

  private static List<String> optionsOfExecutableJar() {
    return ClassPath.optionsOfExecutableJar(
        ClassPath.absolute(System.getProperty("java.class.path", "")),
        System.getProperty("sun.java.command", ""));
  }

  private static int lengthOf(List<String> options) {
    int length = 0;
    for (String option : options) {
      length += option.length() + 3;
    }
    return length;
  }

  private static Path argumentFile(Path folder, List<String> options) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    Charset charset =
        Charset.isSupported(encoding) ? Charset.forName(encoding) : StandardCharsets.UTF_8;
    byte[] text = ArgumentFile.format(options).getBytes(charset);
    CRC32 crc = new CRC32();
    crc.update(text);
    Path file = folder.resolve("options-" + Long.toHexString(crc.getValue()) + "-" + text.length);
    if (!Files.exists(file)) {
      try {
        Path unfinished = Files.createTempFile(folder, "options", null);
        Files.write(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new ProcessStartException("cannot write the options of a child to " + file, e);
      }
    }
    return file;
  }

  /**
   * Returns what may be wrong with the Java of a child that did not start; an empty text if nothing
   * is known to be.
   */
  public static String doubtOfJava(LaunchSpec spec) {
    Optional<Path> home = spec.jvm().javaHome();
    return home.isPresent() ? JavaHome.doubt(home.get()) : "";
  }

  private static Path ownCrashLog(LaunchSpec spec) {
    return spec.folder().resolve("hs_err_" + spec.childId() + ".log");
  }

  /**
   * Returns where a child with {@code spec} writes when it crashes: the last such option wins.
   *
   * @param pid the child's
   */
  public static Path crashLogOf(LaunchSpec spec, long pid) {
    String pattern = ownCrashLog(spec).toString();
    for (String argument : spec.jvm().arguments()) {
      if (argument.startsWith(ERROR_FILE)) {
        pattern = argument.substring(ERROR_FILE.length());
      }
    }
    Path file = Path.of(pattern.replace("%p", Long.toString(pid)));
    Optional<Path> directory = spec.jvm().workingDirectory();
    return directory.isPresent() ? directory.get().resolve(file) : file;
  }
}

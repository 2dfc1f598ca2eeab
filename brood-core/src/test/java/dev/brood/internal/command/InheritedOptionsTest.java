package dev.brood.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.launch.Children;
import dev.brood.internal.launch.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InheritedOptionsTest {
  @TempDir private Path folder;

  /** Prints what a child of this JVM would inherit. */
  static final class ShowInherited {
    public static void main(String[] args) {
      InheritedOptions inherited = InheritedOptions.ofThisJvm();
      System.out.println("confidential=" + inherited.confidential());
      inherited.options().forEach(System.out::println);
    }
  }

  /** Prints what a child of this JVM would inherit, when it gets a line of input. */
  static final class ShowInheritedLater {
    public static void main(String[] args) throws IOException {
      System.out.println("up");
      System.out.flush();
      int first = System.in.read();
      if (first >= 0) {
        ShowInherited.main(args);
      }
    }
  }

  @Test
  void keepsWhatDecidesHowCodeBehaves() {
    List<String> kept =
        List.of(
            "-Da=b",
            "-Dfile.encoding=ISO-8859-1",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-reads=java.sql=java.net.http",
            "--add-modules=java.sql",
            "--enable-native-access=ALL-UNNAMED",
            "--enable-preview",
            "-ea",
            "-ea:com.example...",
            "-XX:ActiveProcessorCount=3");
    assertThat(InheritedOptions.select(kept)).isEqualTo(kept);
  }

  @Test
  void leavesOutWhatBelongsToOneProcess() {
    List<String> options =
        List.of(
            "-Xmx1g",
            "-Xms1g",
            "-Xss1m",
            "-XX:+UseZGC",
            "-XX:MaxRAMPercentage=75",
            "-javaagent:a.jar",
            "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
            "-agentpath:/a.so",
            "-Xrunjdwp:server=y",
            "-Xlog:gc*:file=gc.log",
            "-XX:+HeapDumpOnOutOfMemoryError",
            "-XX:HeapDumpPath=/x",
            "-XX:StartFlightRecording=filename=a.jfr",
            "-XX:SharedArchiveFile=a.jsa",
            "-Dcom.sun.management.jmxremote.port=9000",
            "-Dcom.sun.management.jmxremote",
            "-Djdk.module.main=x");
    assertThat(InheritedOptions.select(options)).isEmpty();
  }

  @Test
  void makesPathsAbsolute() {
    Path here = Path.of("").toAbsolutePath();
    assertThat(
            InheritedOptions.select(List.of("--patch-module=java.sql=a:b", "-Xbootclasspath/a:c")))
        .containsExactly(
            "--patch-module=java.sql=" + here.resolve("a") + ":" + here.resolve("b"),
            "-Xbootclasspath/a:" + here.resolve("c"));
  }

  @Test
  void readsTheCommandLineOfThisJvm() throws Exception {
    List<String> options =
        List.of("-Done=1", "-Xmx64m", "--add-modules", "java.sql", "-Dtwo=a b", "-ea");
    assertThat(Children.linesOfJava(options, ShowInherited.class, "-Dno=1"))
        .containsExactly(
            "confidential=false", "-Done=1", "--add-modules=java.sql", "-Dtwo=a b", "-ea");
  }

  @Test
  void readsALineLongerThanAPage() throws Exception {
    String value = "v".repeat(20_000);
    assertThat(Children.linesOfJava(List.of("-Dlong=" + value), ShowInherited.class))
        .containsExactly("confidential=false", "-Dlong=" + value);
  }

  @Test
  void readsArgumentFilesAndVariables() throws Exception {
    Path file = Files.writeString(folder.resolve("args"), "-Dfile='a b' # comment\n-Xmx64m\n");
    ProcessBuilder builder =
        Children.javaProcess(List.of("-Dfirst=1", "@" + file, "-Dlast=1"), ShowInherited.class);
    builder
        .environment()
        .putAll(
            Map.of("JAVA_TOOL_OPTIONS", "-Dtool=1 -Xmx48m", "JDK_JAVA_OPTIONS", "-Djdk=\"x y\""));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readAllLines())
          .containsExactly(
              "confidential=true", "-Dtool=1", "-Djdk=x y", "-Dfirst=1", "-Dfile=a b", "-Dlast=1");
    }
    process.waitFor();
  }

  @Test
  void readsAFileOfOptionsForTheJvm() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("flags"),
            "-Dfile='a b'\n-Xmx64m\t--enable-native-access=ALL-UNNAMED -ea");
    List<String> options = List.of("-Dfirst=1", "-XX:VMOptionsFile=" + file, "-Dlast=1");
    assertThat(Children.linesOfJava(options, ShowInherited.class))
        .containsExactly(
            "confidential=true",
            "-Dfirst=1",
            "-Dfile=a b",
            "--enable-native-access=ALL-UNNAMED",
            "-ea",
            "-Dlast=1");
  }

  @Test
  void asksTheJvmIfAnArgumentFileIsGone() throws Exception {
    Path file = Files.writeString(folder.resolve("args"), "-Dfile=1\n");
    Process process = Children.javaProcess(List.of("@" + file), ShowInheritedLater.class).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("up");
      Files.delete(file);
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertThat(out.readAllLines()).contains("-Dfile=1");
    }
    process.waitFor();
  }

  @Test
  void childrenGetThem() throws Exception {
    List<String> options =
        List.of(
            "-Djava.io.tmpdir=" + folder,
            "-ea",
            "-Xmx300m",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "-Dquote=a\"b\\c #d\ne");
    assertThat(
            Children.linesOfJava(
                options, Programs.Relay.class, "asserts", "opens", "quote", "$JAVA_TOOL_OPTIONS"))
        .containsExactly(
            "asserts=true",
            "opens=true",
            "quote=a\"b\\c #d",
            "e",
            "$JAVA_TOOL_OPTIONS=null",
            "exit code 0");
  }

  @Test
  void hiddenOptionsStayHiddenInChildren() throws Exception {
    String secret = "-Dsecret=a\"b\\c #d\\n";
    Path file = folder.resolve("args");
    Files.writeString(file, ArgumentFile.format(List.of(secret, "-Djava.io.tmpdir=" + folder)));
    assertThat(
            Children.linesOfJava(
                List.of("@" + file), Programs.Relay.class, "secret", "commandLineHasSecret"))
        .containsExactly("secret=a\"b\\c #d\\n", "commandLineHasSecret=false", "exit code 0");
  }
}

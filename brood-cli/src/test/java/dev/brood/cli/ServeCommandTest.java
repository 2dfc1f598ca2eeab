package dev.brood.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.AuthenticationException;
import dev.brood.exception.ManagerDiedException;
import dev.brood.manager.Manager;
import dev.brood.manager.ManagerBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code brood serve}, in a process of its own as from a shell. */
@Timeout(120)
class ServeCommandTest {
  private static final String KEY = "not to be told to anybody";

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();

  /** What clients may ask for. */
  public interface Greeter {
    String greet(String name);
  }

  /** Registers it. */
  public static final class Setup implements Consumer<ManagerBuilder> {
    @Override
    public void accept(ManagerBuilder builder) {
      builder.register("greeter", Greeter.class, arguments -> name -> "Hello, " + name);
    }
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process each : started) {
      each.destroyForcibly();
      each.waitFor(30, TimeUnit.SECONDS);
    }
  }

  private Process serve(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                // Tests that a shell runs in its background inherit that this signal is ignored.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BroodCommand.class.getName(),
                "serve"));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("BROOD_TEST_KEY", KEY);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** Reads where it serves. */
  private static String address(Process process) throws IOException {
    BufferedReader from = process.inputReader(StandardCharsets.UTF_8);
    String line = from.readLine();
    assertThat(line).matches("serving at \\S+, pid " + process.pid());
    return line.substring("serving at ".length(), line.indexOf(','));
  }

  private static InetSocketAddress internet(String address) {
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  private Path keyFile(String text, String rights) throws IOException {
    Path file = Files.createTempFile(folder, "key", "");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    return file;
  }

  @Test
  void servesUntilItIsTerminated() throws Exception {
    Process server = serve("--key-env", "BROOD_TEST_KEY", "--setup", Setup.class.getName());
    InetSocketAddress address = internet(address(server));
    assertThat(address.getAddress().isLoopbackAddress()).isTrue();
    try (Manager client = Manager.connect(address, KEY.getBytes(StandardCharsets.UTF_8))) {
      List<String> list = client.list(List.of("a"));
      client.bind("list", list);
      try (Manager other = Manager.connect(address, KEY.getBytes(StandardCharsets.UTF_8))) {
        other.<List<String>>find("list", List.class).add("b");
      }
      assertThat(list).containsExactly("a", "b");
      assertThat(client.create("greeter", Greeter.class).greet("you")).isEqualTo("Hello, you");
      assertThatExceptionOfType(AuthenticationException.class)
          .isThrownBy(() -> Manager.connect(address, new byte[16]));
      // SIGTERM.
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(128 + 15);
      assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(list::size);
    }
  }

  @Test
  void servesAtASocketWhichItDeletes() throws Exception {
    Path socket = folder.resolve("s");
    Path key = keyFile(KEY + "\n", "rw-------");
    Process server = serve("--key-file", key.toString(), "--socket", socket.toString());
    assertThat(address(server)).isEqualTo(socket.toString());
    try (Manager client =
        Manager.connect(UnixDomainSocketAddress.of(socket), KEY.getBytes(StandardCharsets.UTF_8))) {
      assertThat(client.list(List.of(1))).containsExactly(1);
    }
    // What a terminal sends at Ctrl-C.
    new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).inheritIO().start().waitFor();
    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(socket).doesNotExist();
  }

  @Test
  void aKeyMustBeThereAndSecret() throws Exception {
    assertThat(mistake("serve")).contains("--key-file", "--key-env");
    assertThat(mistake("serve", "--key-env=BROOD_NO_SUCH_KEY")).contains("no variable");
    assertThat(mistake("serve", "--key-file=" + folder.resolve("none"))).contains("no file");
    assertThat(mistake("serve", "--key-file=" + keyFile(KEY, "rw-r-----")))
        .contains("others have rights", "GROUP_READ", "chmod 600");
    assertThat(mistake("serve", "--key-file=" + keyFile("\n", "rw-------"))).contains("empty");
    assertThat(mistake("serve", "--key-file=" + keyFile("short", "rw-------")))
        .contains("key of 5 bytes", "openssl rand");
  }

  @Test
  void whatCannotBeServedIsAMistake() throws Exception {
    String key = "--key-file=" + keyFile(KEY, "rw-------");
    assertThat(mistake("serve", key, "--address=0.0.0.0")).contains("anyInterface()");
    assertThat(mistake("serve", key, "--socket=s", "--port=1")).contains("neither");
    assertThat(mistake("serve", key, "--setup=no.such.Type")).contains("no class no.such.Type");
    assertThat(mistake("serve", key, "--setup=java.lang.String")).contains("no Consumer");
  }

  /** Runs a command that is not understood, and returns what it says. */
  private static String mistake(String... args) {
    StringWriter err = new StringWriter();
    CommandLine command = BroodCommand.commandLine();
    command.setErr(new PrintWriter(err, true));
    assertThat(command.execute(args)).isEqualTo(2);
    return err.toString();
  }
}

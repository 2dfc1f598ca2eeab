package dev.brood.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProcessStartException;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Stdio;
import dev.brood.process.ExitStatus;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;
import dev.brood.system.support.Board;
import dev.brood.system.support.Leftovers;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child gets: its target with all that is captured, its options, and nothing else. */
class ProcessTargetTest {
  @TempDir Path folder;

  private static int calls;

  @Test
  void capturedValuesAreCopied() throws InterruptedException {
    Board board = Board.in(folder);
    int[] numbers = {1, 2, 3};
    Map<String, List<Integer>> map = Map.of("a", List.of(1, 2));
    try (JvmProcess process =
        JvmProcess.start(() -> {
          numbers[0] = 100;
          board.post("seen", numbers[1] + numbers[2] + map.toString());
        })) {
      process.join();
    }
    assertThat(board.await("seen")).isEqualTo("5{a=[1, 2]}");
    assertThat(numbers[0]).isEqualTo(1);
  }

  /** The longer ones do not go with the order to start, or not within a record. */
  @ParameterizedTest
  @ValueSource(ints = {10, 60, 500, 6_000})
  void aTargetOfAnyLengthArrives(int thousands) throws InterruptedException {
    long[] large = new long[thousands * 1_000 / Long.BYTES];
    Arrays.fill(large, 7);
    String[] small = Collections.nCopies(large.length, "another one").toArray(new String[0]);
    int length = large.length;
    try (JvmProcess process =
        JvmProcess.start(() -> {
          boolean here = LongStream.of(large).sum() == 7L * length;
          boolean too = List.of(small).equals(Collections.nCopies(length, "another one"));
          System.exit(here && too ? 3 : 4);
        })) {
      process.join();
      assertThat(process.exitStatus()).hasValue(new ExitStatus.Exited(3));
    }
  }

  @Test
  void staticVariablesAreTheChildsOwn() throws InterruptedException {
    Board board = Board.in(folder);
    calls = 5;
    try (JvmProcess process = JvmProcess.start(() -> board.post("calls", ++calls))) {
      process.join();
    }
    assertThat(board.await("calls")).isEqualTo("1");
    assertThat(calls).isEqualTo(5);
  }

  @Test
  void aMethodReferenceOfAnObjectTakesTheObjectAlong() throws InterruptedException {
    Greeting greeting = new Greeting(Board.in(folder), "hello");
    try (JvmProcess process = JvmProcess.start(greeting::say)) {
      process.join();
    }
    assertThat(greeting.board.await("said")).isEqualTo("hello");
  }

  private record Greeting(Board board, String text) implements Serializable {
    void say() {
      board.post("said", text);
    }
  }

  @Test
  void whatCannotBeSentFailsInStartAndNamesTheField() {
    Set<Long> before = Leftovers.descendants();
    Desk desk = new Desk(new Drawer(new Thread("in the drawer")));
    JvmProcess process = JvmProcess.of(() -> System.out.println(desk));
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(process::start)
          .satisfies(e -> {
            assertThat(e.path()).endsWith("drawer.content");
            assertThat(e.offender()).isEqualTo("java.lang.Thread");
            assertThat(e.advice()).isNotEmpty();
          });
    }
    assertThat(Leftovers.descendants()).isEqualTo(before);
    assertThat(JvmProcess.activeChildren()).isEmpty();
    assertThat(process.isAlive()).isFalse();
    assertThat(process.exitStatus()).isEmpty();
  }

  private record Desk(Drawer drawer) implements Serializable {}

  @SuppressWarnings("serial")
  private record Drawer(Object content) implements Serializable {}

  @Test
  @SuppressWarnings("NullAway") // On purpose.
  void nullForANumberFailsAsInTheTargetItself() throws InterruptedException {
    JvmProcess.Builder builder = JvmProcess.builder().stdio(Stdio.discard());
    try (JvmProcess one = builder.target(ProcessTargetTest::count, null).start();
        JvmProcess two = builder.target(ProcessTargetTest::countTwo, "a", null).start()) {
      one.join();
      two.join();
      assertThat(one.failure()).containsInstanceOf(NullPointerException.class);
      assertThat(two.failure()).containsInstanceOf(NullPointerException.class);
    }
  }

  private static void count(int number) {
    calls += number;
  }

  private static void countTwo(String name, int number) {
    calls += name.length() + number;
  }

  @Test
  void anExecutorServiceCannotBeSent() {
    ExecutorService executor = ForkJoinPool.commonPool();
    ProcessTarget target = () -> executor.execute(() -> {});
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> JvmProcess.start(target))
        .withMessageContaining("ForkJoinPool");
  }

  @Test
  void aSurroundingObjectThatCannotBeSentIsNamed() {
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> JvmProcess.start(() -> System.out.println(folder)))
        .withMessageContaining(ProcessTargetTest.class.getName());
    assertThat(JvmProcess.activeChildren()).isEmpty();
  }

  @Test
  void aSubclassBringsItsFieldsAndOverridesRun() throws InterruptedException {
    try (Greeter greeter = new Greeter(Board.in(folder), "Ida")) {
      assertThat(greeter.name()).matches("Greeter-\\d+");
      greeter.start();
      greeter.join();
      assertThat(greeter.exitStatus()).contains(new ExitStatus.Exited(0));
      assertThat(greeter.board.await("greeting")).isEqualTo("Hello Ida from " + greeter.name());
    }
  }

  private static final class Greeter extends JvmProcess {
    private static final long serialVersionUID = 1L;
    private final Board board;
    private final String whom;

    Greeter(Board board, String whom) {
      this.board = board;
      this.whom = whom;
    }

    @Override
    public void run() {
      board.post("greeting", "Hello " + whom + " from " + name());
    }
  }

  @Test
  void aFieldOfASubclassThatCannotBeSentIsNamed() {
    Careless careless = new Careless();
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(careless::start)
        .satisfies(e -> assertThat(e.path()).endsWith("lock"));
    assertThat(careless.isAlive()).isFalse();
  }

  @SuppressWarnings({"serial", "unused"})
  private static final class Careless extends JvmProcess {
    private static final long serialVersionUID = 1L;
    private final Object lock = new Object();
  }

  @Test
  void optionsReachTheJvm() throws InterruptedException {
    Board board = Board.in(folder);
    JvmOptions options =
        JvmOptions.defaults()
            .withHeap("48m")
            .withArguments("-Dbrood.test.option=given", "-Xss2m")
            .withEnvironment("BROOD_TEST", "set")
            .withoutEnvironment("PATH")
            .withWorkingDirectory(folder);
    try (JvmProcess process =
        JvmProcess.builder()
            .jvm(options)
            .target(() -> {
              board.post("heap", Runtime.getRuntime().maxMemory() >> 20);
              board.post("property", System.getProperty("brood.test.option"));
              board.post("variable", System.getenv("BROOD_TEST"));
              board.post("removed", System.getenv().containsKey("PATH"));
              board.post("directory", Path.of("").toRealPath());
            })
            .start()) {
      process.join();
      assertThat(process.failure()).isEmpty();
    }
    assertThat(board.awaitLong("heap")).isBetween(40L, 48L);
    assertThat(board.await("property")).isEqualTo("given");
    assertThat(board.await("variable")).isEqualTo("set");
    assertThat(board.await("removed")).isEqualTo("false");
    assertThat(Path.of(board.await("directory"))).isEqualTo(real(folder));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aMissingWorkingDirectoryFailsInStart() {
    JvmOptions options = JvmOptions.defaults().withWorkingDirectory(folder.resolve("none"));
    JvmProcess process = JvmProcess.builder().jvm(options).target(() -> {}).build();
    assertThatExceptionOfType(ProcessStartException.class)
        .isThrownBy(process::start)
        .withMessageContaining("none");
    assertThat(JvmProcess.activeChildren()).isEmpty();
  }

  @Test
  void aMissingJavaFailsInStart() {
    JvmOptions options = JvmOptions.defaults().withJavaHome(folder.resolve("none"));
    JvmProcess process = JvmProcess.builder().jvm(options).target(() -> {}).build();
    assertThatExceptionOfType(ProcessStartException.class)
        .isThrownBy(process::start)
        .withMessageContaining("none");
    assertThat(JvmProcess.activeChildren()).isEmpty();
  }

  @Test
  void aJavaOfUnknownVersionIsNamedIfItDoesNotStart() throws Exception {
    Path program = Files.createDirectories(folder.resolve("home/bin")).resolve("java");
    Files.writeString(program, "#!/bin/sh\nexit 1\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (JvmProcess process =
        JvmProcess.builder()
            .target(() -> {})
            .jvm(JvmOptions.defaults().withJavaHome(folder.resolve("home")))
            .start()) {
      process.join();
      assertThat(process.failure().orElseThrow())
          .hasMessageContaining("javaHome=" + folder.resolve("home"))
          .hasMessageContaining("children need Java 25 or newer");
    }
  }

  @Test
  void aJavaThatIsGivenIsUsed() throws InterruptedException {
    Board board = Board.in(folder);
    Path home = Path.of(System.getProperty("java.home"));
    try (JvmProcess process =
        JvmProcess.builder()
            .jvm(JvmOptions.defaults().withJavaHome(home))
            .target(() -> board.post("home", System.getProperty("java.home")))
            .start()) {
      process.join();
    }
    assertThat(real(Path.of(board.await("home")))).isEqualTo(real(home));
  }

  @Test
  void theChildHasTheClassPathOfItsOwner() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process =
        JvmProcess.start(
            () -> board.post("loaded", Class.forName("org.assertj.core.api.Assertions")))) {
      process.join();
    }
    assertThat(board.await("loaded")).contains("org.assertj.core.api.Assertions");
  }

  @Test
  void anotherClassPathTakesTheRestFromTheOwner() throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess process =
        JvmProcess.builder()
            .jvm(JvmOptions.defaults().withClassPath(List.of()))
            .target(() -> board.post("ran", ""))
            .start()) {
      process.join();
      assertThat(process.failure()).isEmpty();
    }
    assertThat(board.has("ran")).isTrue();
  }

  @Test
  void theChildHasNoneOfItsOwnersFilesOpen() throws Exception {
    Board board = Board.in(folder);
    Path mine = folder.resolve("mine");
    try (FileChannel open =
        FileChannel.open(mine, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(open.isOpen()).isTrue();
      try (JvmProcess process =
          JvmProcess.start(() -> board.post("files", descriptorsOnceJoined().toString()))) {
        process.join();
        assertThat(process.failure()).isEmpty();
      }
    }
    assertThat(board.await("files")).doesNotContain(mine.toString()).contains("socket:");
  }

  @Test
  void childrenHaveAsManyDescriptorsHoweverManyThereAre() throws InterruptedException {
    Board board = Board.in(folder);
    JvmProcess[] processes = new JvmProcess[4];
    for (int i = 0; i < processes.length; i++) {
      int number = i;
      processes[i] =
          JvmProcess.start(() -> {
            board.post("count" + number, descriptorsOnceJoined().size());
            board.await("go");
          });
      board.await("count" + i);
    }
    board.post("go", "");
    for (JvmProcess process : processes) {
      process.join();
    }
    assertThat(new TreeSet<>(board.all("count"))).hasSize(1);
  }

  /** A target may run before its JVM has opened the socket to its owner, and what watches it. */
  private static List<String> descriptorsOnceJoined() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      Class<?> none = Class.forName("no.such.Name", false, loader);
      throw new IllegalStateException(none.toString());
    } catch (ClassNotFoundException expected) {
      // The owner has been asked too, and has answered.
      return descriptors();
    }
  }

  /** What this process has open; Linux only, and nothing elsewhere. */
  private static List<String> descriptors() {
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      return links.map(ProcessTargetTest::linked).filter(file -> !file.isEmpty()).toList();
    } catch (IOException e) {
      return List.of("socket: unknown");
    }
  }

  private static String linked(Path link) {
    try {
      String file = Files.readSymbolicLink(link).toString();
      // The JDK makes random numbers where a child joins through a Unix-domain socket, as those do
      // that are no spares.
      return file.startsWith("/proc/") || file.endsWith("random") ? "" : file;
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}

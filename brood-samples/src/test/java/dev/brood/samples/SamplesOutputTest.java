package dev.brood.samples;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.process.CpuBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every sample in a JVM of its own, as a user would, and compares what it shows. Most of them
 * sleep most of the time, so some run side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
class SamplesOutputTest {
  /** Many times what the slowest takes on two cores. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String TIME = "\\d+\\.\\d\\d s";
  private static final int PROCESSORS = CpuBudget.detect().processors();

  @TempDir private static Path folder;

  @ParameterizedTest
  @MethodSource("expectations")
  void showsWhatItShould(Expectation expectation) throws Exception {
    Sample sample = Samples.named(expectation.sample()).orElseThrow();
    expectation.check(ProgramRun.of(sample.type(), LIMIT, expectation.args()));
  }

  @Test
  void everySampleIsRun() {
    assertThat(expectations().map(Expectation::sample).distinct())
        .containsExactlyElementsOf(Samples.all().stream().map(Sample::name).toList());
  }

  static Stream<Expectation> expectations() {
    return Stream.of(
            processes(),
            pools(),
            executors(),
            queues(),
            channels(),
            locks(),
            sharing(),
            managers(),
            starts(),
            numbers())
        .flatMap(each -> each)
        .sorted(comparingInt(each -> Samples.named(each.sample()).orElseThrow().number()));
  }

  private static Stream<Expectation> processes() {
    return Stream.of(
        Expectation.of("hello-process")
            .prints("main process: \\d+", "hello, bob", "child process: \\d+")
            .and(run -> assertThat(numberIn(run, 0)).isNotEqualTo(numberIn(run, 2))),
        Expectation.of("join").prints("main starts", "child starts", "child ends", "main ends"),
        Expectation.of("join-several")
            .prints("worked for 1 s", "worked for 2 s", "worked for 3 s")
            .prints("all three joined after \\d+\\.\\d\\d s"),
        Expectation.of("fire-and-forget")
            .prints("main ends", "child ends")
            .and(run -> assertThat(run.took()).isGreaterThan(Duration.ofSeconds(1))),
        Expectation.of("is-alive")
            .prints("before start: false", "while running: true", "after join: false"),
        Expectation.of("process-ids")
            .prints("main: process \\d+")
            .printsInAnyOrder("a: parent \\d+, process \\d+", "b: parent \\d+, process \\d+")
            .and(SamplesOutputTest::oneParentTwoChildren),
        Expectation.of("names")
            .printsInAnyOrder(
                "this is Service 1",
                "this is Worker 1",
                "this is JvmProcess-3",
                "joined Service 1",
                "joined Worker 1",
                "joined JvmProcess-3"),
        Expectation.of("subclass")
            .prints("hello from a target", "hello, bob, from a subclass")
            .prints("the subclass was called Greeter-2"),
        Expectation.of("start-twice")
            .prints("work in the caller", "work in the caller")
            .printsInAnyOrder("refused: .*(start|once|twice).*", "work in the child"),
        Expectation.of("stop")
            .prints("interrupt: cleaning up", "interrupt: exit code 1")
            .prints("terminate: killed by SIGTERM \\(15\\)", "kill: killed by SIGKILL \\(9\\)")
            .complains(".*InterruptedException.*"),
        Expectation.of("own-memory").prints("child: \\[1, 2, 3, 4, 5]", "parent: \\[1, 2]"),
        Expectation.of("not-serializable")
            .prints("a lambda: hello, bob")
            .prints("a thread: .*\\.tools\\.tool: java\\.lang\\.Thread .*")
            .prints("a socket: .*\\.tools\\.tool: java\\.net\\.Socket .*")
            .prints("an open file: .*\\.tools\\.tool: .*Stream .*")
            .prints("children started for these: 0"));
  }

  private static Stream<Expectation> pools() {
    return Stream.of(
        Expectation.of("pool-square")
            .prints("\\[4, 16, 36, 64] on " + PROCESSORS + " workers in " + TIME)
            .prints("\\[4, 16, 36, 64] on 4 workers in " + TIME)
            .prints("\\[4, 16, 36, 64, 100] on 4 workers in " + TIME)
            .and(run -> tookRounds(run, 0, 4, PROCESSORS, 2))
            .and(run -> tookRounds(run, 1, 4, 4, 2))
            .and(run -> tookRounds(run, 2, 5, 4, 2)),
        Expectation.of("pool-names")
            .printsInAnyOrder(
                "finished Amelia",
                "finished Ben",
                "finished Cleo",
                "finished Dan",
                "hello, Amelia",
                "hello, Ben",
                "hello, Cleo",
                "hello, Dan")
            .and(SamplesOutputTest::greetsInOrder),
        Expectation.of("starmap-power")
            .prints("\\[4, 64, 3125] in " + TIME)
            .and(run -> tookRounds(run, 0, 3, 3, 1)),
        Expectation.of("many-functions").prints("\\[5, 1, 7]"),
        Expectation.of("pool-methods")
            .prints("map: 100 squares, sum 328350", "imap: sum 328350, the same list: true")
            .prints("imapUnordered: sum 328350, the same list when sorted: true")
            .prints("applyAsync: 1764", "starmap: \\[1, 81, 15625]"),
        Expectation.of("chunk-size")
            .prints(
                Stream.of("default chunks", "chunks of 10,000", "chunks of 1")
                    .map(name -> name + ": 1000000 squares, sum 333332833333500000, in " + TIME)
                    .toArray(String[]::new)),
        Expectation.of("initializer-shared-data")
            .printsInAnyOrder(
                "a worker got 5 words", "a worker got 5 words", "\\[0:0, 1:1, 2:2, 3:3, 4:0]")
            .prints("words here, where no initializer ran: 0"),
        Expectation.of("progress")
            .prints("the sum of 200 squares is 2646700")
            .complains("squares: \\d+/200 \\(\\d+ %\\), \\d+/s, \\d+\\.\\d s left")
            .complains("squares: 200/200 \\(100 %\\), \\d+/s, \\d+\\.\\d s")
            .and(run -> assertThat(run.err()).noneMatch(line -> line.contains("\033"))),
        Expectation.of("tiny-tasks")
            .prints("same results: true", "inline +[0-9.]+ ms")
            .prints("pool: start +[0-9.]+ ms", "pool: map +[0-9.]+ ms"),
        Expectation.of("random-seeds")
            .prints(" 692 784 900  81 121", " 180  71 986 282 164", " 580 725  53 265 197")
            .prints(" 222 569 411 495 392", " 369 965  69 543 164", " 912 690 558 203 189")
            .prints("different streams: 6 of 6", "same numbers on 1, 2 and 3 workers: true")
            .prints("same numbers with another seed: false"),
        Expectation.of("worker-local")
            .printsInAnyOrder(
                "a worker reads the dictionary",
                "a worker reads the dictionary",
                "\\[1, 2, 3, 4, 1, 2, 3, 4]"),
        Expectation.of("fail-fast")
            .prints("stopped: For input string: \"x\"", "failed: 1", "not run: 9\\d\\d")
            .and(run -> tookLessThan(run, Duration.ofSeconds(50))),
        Expectation.of("watched-pool")
            .prints("100 done, 1 of these failed", "fractions: 100 answers, 1 failed")
            .prints("workers: 2 of 2", "half of the tasks took no longer than \\d+ ms")
            .and(run -> assertThat(numberIn(run, 3)).isBetween(17L, 1_000L)));
  }

  private static Stream<Expectation> queues() {
    return Stream.of(
        Expectation.of("queue-random").prints("4 different numbers"),
        Expectation.of("queue-words")
            .printsInAnyOrder("got wood", "got sky", "got cloud", "got ocean", "left: 0"),
        Expectation.of("queue-order").prints("\\[4, 16, 36, 9, 25, 64, 81, 49]"),
        Expectation.of("producer-consumer")
            .prints("working on task 1", "working on task 2", "working on task 3", "no more tasks"),
        Expectation.of("result-by-queue").prints("333332833333500000"));
  }

  private static Stream<Expectation> channels() {
    return Stream.of(
        Expectation.of("pipe-ping-pong").printsInAnyOrder("right got ping", "left got pong"));
  }

  private static Stream<Expectation> locks() {
    return Stream.of(
        Expectation.of("counter-file").prints("counted to 400"),
        Expectation.of("hand-over")
            .prints("met at the barrier", "abandoned: true", "nobody comes any more"));
  }

  private static Stream<Expectation> managers() {
    return Stream.of(
        Expectation.of("manager-collections")
            .prints("\\{0=0, 1=1, 2=4, 3=9}", "4 entries", "words: \\{a=3, is=2, rose=3}"),
        Expectation.of("remote-queues")
            .prints("done: task 1", "done: task 2", "done: task 3", "\\[cloud, ocean, sky, wood]"),
        Expectation.of("beside-the-data").prints("49995000 9999", "1000"),
        Expectation.of("own-type").prints("ann leads", "5"),
        Expectation.of("shared-pool").prints("\\[1, 4, 9]", "the answer is 42"),
        Expectation.of("managed-memory").prints("\\[red, 2] 42"));
  }

  private static Stream<Expectation> executors() {
    String[] factors = {
      "112272535095293 = 112272535095293", "112582705942171 = 112582705942171",
          "112272535095293 = 112272535095293",
      "115280095190773 = 115280095190773", "115797848077099 = 115797848077099",
          "117450548693743 = 117450548693743"
    };
    return Stream.of(
        Expectation.of("executor-factorize")
            .prints(Stream.of(factors).map("map: "::concat).toArray(String[]::new))
            .printsInAnyOrder(Stream.of(factors).map("completed: "::concat).toArray(String[]::new))
            .prints("completed: 1000000000000000003 = 1000000000000000003"),
        Expectation.of("outcomes")
            .prints("read 1", "bad input at 1: For input string: \"x\"", "crashed: 3")
            .prints("too slow: PT2S", "read 5"),
        Expectation.of("quarantine").prints("index 2 kills, exit code 33"),
        Expectation.of("virtual-callers")
            .prints("100000 submitted, 0 answered", "100,000 callers got 450000")
            .and(run -> tookLessThan(run, Duration.ofMinutes(1))),
        Expectation.of("scoped-tasks")
            .prints("both: user 42", "first: quick")
            .printsInAnyOrder(
                "the slow task: stopped while it paused",
                "stopped with the block: true",
                "its worker is free: yes")
            .and(run -> tookLessThan(run, Duration.ofSeconds(50))),
        Expectation.of("shared-executor")
            .prints("invokeAll: 499500", "invokeAny: near")
            .prints("elsewhere it is the same: true", "after that: still open")
            .and(run -> tookLessThan(run, Duration.ofSeconds(50))));
  }

  private static Stream<Expectation> sharing() {
    return Stream.of(
        Expectation.of("shared-counter").prints("counter: 30"),
        Expectation.of("value-array-lock").prints("40000", "\\[4\\.0, 4\\.0, 4\\.0, 4\\.0, 4\\.0]"),
        Expectation.of("shared-memory")
            .prints("\\[2\\.0, 4\\.0, 6\\.0, 8\\.0, 10\\.0]", "the block is gone"));
  }

  private static Stream<Expectation> starts() {
    return Stream.of(
        Expectation.of("start-methods")
            .prints(
                "available: .SPAWN, FORKSERVER.",
                "default: SPAWN",
                "a second set fails: the default start method is settled: SPAWN; .*",
                "forced: FORKSERVER",
                "spares are ready: true",
                "fork must be enabled: startMethod=FORK is not available, .* ForkScope.*",
                "available now: .SPAWN, FORKSERVER, FORK.",
                "spawn: a JVM of its own",
                "forkserver: a spare JVM",
                "fork: a JVM with the state of this one"),
        Expectation.of("inheritance")
            .prints("spawn, static field: the first value")
            .prints("spawn, captured variable: changed in main")
            .prints("forkserver, static field: the first value")
            .prints("forkserver, captured variable: changed in main")
            .prints("fork, static field: changed in main")
            .prints("fork, captured variable: changed in main")
            .prints("fork, an object of its own: 8", "here it is still: 7")
            .prints("threads, static field: changed in main"),
        Expectation.of("no-main-guard")
            .prints("a careless child failed: .*IllegalStateException: .*")
            .prints("a careless child failed: .*IllegalStateException: .*")
            .prints("a careless child failed: .*IllegalStateException: .*")
            .prints("a careless child failed: .*IllegalStateException: .*")
            .prints("script starts", "hello from the child of a script", "script ends")
            .complains(".*IllegalStateException.*"));
  }

  private static Stream<Expectation> numbers() {
    Path large = folder.resolve("large.png");
    Path small = folder.resolve("small.png");
    return Stream.of(
        Expectation.of("primes", "--png", large.toString())
            .prints("Primes below 5,000,000 by trial division, on 1 to " + PROCESSORS + " workers")
            .prints("Processors: " + PROCESSORS + " \\(.+\\)", "", "workers .*")
            .prints(rows("348,513", PROCESSORS))
            .prints("", "Picture: " + Pattern.quote(large.toString()))
            .complains("1 worker: 250/250 \\(100 %\\), .*")
            .and(_ -> isPicture(large)),
        Expectation.of("primes", "--limit=100", "--workers=3", "--png=" + small)
            .prints("Primes below 100 by trial division, on 1 to 3 workers")
            .prints("Processors: .*", "", "workers .*")
            .prints(rows("25", 3))
            .prints("", "Picture: " + Pattern.quote(small.toString()))
            .complains("3 workers: 1/1 .*")
            .and(_ -> isPicture(small)),
        Expectation.of("primes-range")
            .prints("single: 8,392 primes in " + TIME)
            .prints("pool of " + PROCESSORS + ": started in " + TIME)
            .prints("pool of " + PROCESSORS + ": 8,392 primes in " + TIME)
            .prints("speed-up: \\d+\\.\\d\\d"),
        Expectation.of("pi-monte-carlo")
            .prints("single: pi = 3\\.141\\d{3} in " + TIME + ", speed-up 1\\.00")
            .prints("pool of %d: pi = 3\\.141\\d{3} in %s, speed-up .*".formatted(PROCESSORS, TIME))
            .prints("executor of " + PROCESSORS + ": pi = 3\\.141\\d{3} in .*, speed-up .*")
            .and(run -> assertThat(pi(run, 0)).isEqualTo(pi(run, 1)).isEqualTo(pi(run, 2))),
        Expectation.of("pi-monte-carlo", "--points", "1_000_000")
            .prints("single: pi = 3\\.1\\d{5} in .*", "pool of .*: pi = 3\\.1\\d{5} in .*")
            .prints("executor of .*: pi = 3\\.1\\d{5} in .*")
            .and(run -> assertThat(pi(run, 0)).isEqualTo(pi(run, 1)).isEqualTo(pi(run, 2))),
        Expectation.of("pi-bbp")
            .prints("sequential: " + TIME, "pool of 3: " + TIME, "equal digits: true")
            .prints("1000 digits: 3\\.1415926535\\.\\.\\.2164201989")
            .prints("1500 digits: 3\\.1415926535\\.\\.\\.7509302955")
            .prints("2000 digits: 3\\.1415926535\\.\\.\\.7802759009"));
  }

  /**
   * The last number of a line is a time in which so many tasks of so many seconds are done in
   * rounds: no less, for there are only so many workers; and less than one worker needs.
   */
  private static void tookRounds(ProgramRun run, int line, int tasks, int workers, int each) {
    Matcher time = Pattern.compile("(\\d+\\.\\d\\d) s$").matcher(run.out().get(line));
    assertThat(time.find()).isTrue();
    double seconds = Double.parseDouble(time.group(1));
    assertThat(seconds).isGreaterThanOrEqualTo(each * Math.ceilDiv(tasks, workers));
    if (workers > 1) {
      assertThat(seconds).isLessThan(each * tasks);
    }
  }

  private static void tookLessThan(ProgramRun run, Duration limit) {
    assertThat(run.took()).isLessThan(limit);
  }

  private static void oneParentTwoChildren(ProgramRun run) {
    List<List<Long>> numbers = run.out().stream().map(SamplesOutputTest::numbersIn).toList();
    long main = numbers.get(0).getFirst();
    assertThat(numbers.get(1).getFirst()).isEqualTo(main);
    assertThat(numbers.get(2).getFirst()).isEqualTo(main);
    assertThat(List.of(main, numbers.get(1).getLast(), numbers.get(2).getLast()))
        .doesNotHaveDuplicates();
  }

  private static void greetsInOrder(ProgramRun run) {
    assertThat(run.out().stream().filter(line -> line.startsWith("hello")))
        .containsExactly("hello, Amelia", "hello, Ben", "hello, Cleo", "hello, Dan");
  }

  private static String[] rows(String primes, int most) {
    return IntStream.rangeClosed(1, most)
        .mapToObj(workers -> " +%d +%s( +\\d+\\.\\d\\d){4} +\\d+ %%".formatted(workers, primes))
        .toArray(String[]::new);
  }

  private static void isPicture(Path file) {
    try {
      var image = ImageIO.read(file.toFile());
      assertThat(image.getWidth()).isGreaterThanOrEqualTo(1000);
      assertThat(image.getHeight()).isGreaterThanOrEqualTo(400);
      int corner = image.getRGB(0, 0);
      assertThat(
              IntStream.range(0, image.getWidth())
                  .anyMatch(x -> image.getRGB(x, image.getHeight() / 2) != corner))
          .as("something is drawn")
          .isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pi(ProgramRun run, int line) {
    Matcher matcher = Pattern.compile("pi = (\\S+)").matcher(run.out().get(line));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static long numberIn(ProgramRun run, int line) {
    return numbersIn(run.out().get(line)).getFirst();
  }

  private static List<Long> numbersIn(String line) {
    return Pattern.compile("\\d+")
        .matcher(line)
        .results()
        .map(each -> Long.valueOf(each.group()))
        .toList();
  }
}

package dev.brood.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What the run of a sample must show. Lines are regular expressions; what is expected of standard
 * output is all that may stand there.
 */
final class Expectation {
  private final String sample;
  private final List<String> args;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Consumer<ProgramRun>> checks = new ArrayList<>();
  private boolean quiet = true;

  private record Block(boolean ordered, List<String> lines) {}

  private Expectation(String sample, List<String> args) {
    this.sample = sample;
    this.args = args;
  }

  static Expectation of(String sample, String... args) {
    return new Expectation(sample, List.of(args));
  }

  /** Then these lines, in this order. */
  Expectation prints(String... lines) {
    blocks.add(new Block(true, List.of(lines)));
    return this;
  }

  /** Then these lines, in whatever order. */
  Expectation printsInAnyOrder(String... lines) {
    blocks.add(new Block(false, List.of(lines)));
    return this;
  }

  /** Standard error, which is empty otherwise, has a line like this. */
  Expectation complains(String line) {
    quiet = false;
    return and(run -> assertThat(run.err()).anyMatch(each -> each.matches(line)));
  }

  /** Whatever else must be true. */
  Expectation and(Consumer<ProgramRun> check) {
    checks.add(check);
    return this;
  }

  String sample() {
    return sample;
  }

  String[] args() {
    return args.toArray(String[]::new);
  }

  void check(ProgramRun run) {
    if (quiet) {
      assertThat(run.err()).as("standard error").isEmpty();
    }
    List<String> rest = new ArrayList<>(run.out());
    for (Block block : blocks) {
      for (String line : block.lines()) {
        int at = block.ordered() ? 0 : find(line, rest, block.lines().size());
        assertThat(rest).as("what follows in %s", run.out()).hasSizeGreaterThan(at);
        assertThat(rest.remove(at)).as("next in %s", run.out()).matches(line);
      }
    }
    assertThat(rest).as("what is left of the output").isEmpty();
    assertThat(run.exitCode()).as("exit code").isZero();
    assertThat(run.leftBehind()).as("processes left behind").isEmpty();
    checks.forEach(check -> check.accept(run));
  }

  /** Returns where a line stands among the next ones, or 0 if it does not. */
  private static int find(String line, List<String> rest, int next) {
    Pattern pattern = Pattern.compile(line);
    for (int i = 0; i < Math.min(next, rest.size()); i++) {
      if (pattern.matcher(rest.get(i)).matches()) {
        return i;
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return args.isEmpty() ? sample : sample + " " + String.join(" ", args);
  }
}

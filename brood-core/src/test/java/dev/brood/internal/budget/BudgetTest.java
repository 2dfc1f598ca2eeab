package dev.brood.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.wire.Ration;
import dev.brood.jvm.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetTest {
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;
  private static final JvmOptions DEFAULTS = JvmOptions.defaults();

  /** A machine of so much memory whose owner has the heap that a JVM takes by itself. */
  private static Budget machine(long memory, int processors) {
    return new Budget(Means.of(memory, memory / 4, processors));
  }

  @Test
  void fewWorkersAreLeftToTheJvm() {
    Share share = machine(24 * GB, 2).open(DEFAULTS, 2);
    assertThat(share.heap()).isEqualTo(6 * GB);
    assertThat(share.decidesHeap()).isFalse();
    assertThat(share.apply(DEFAULTS)).isEqualTo(DEFAULTS);
    Share one = machine(24 * GB, 2).open(DEFAULTS, 1);
    assertThat(one.apply(DEFAULTS)).isEqualTo(DEFAULTS);
  }

  @Test
  void theJvmsOwnRoundingMakesNoDifference() {
    long memory = 24 * GB + 17 * MB;
    Budget budget = new Budget(Means.of(memory, memory / 4 + 30 * MB, 2));
    assertThat(budget.open(DEFAULTS, 2).decidesHeap()).isFalse();
  }

  @Test
  void manyWorkersShareTwoThirds() {
    Share share = machine(24 * GB, 8).open(DEFAULTS, 8);
    assertThat(share.heap()).isEqualTo(1536 * MB);
    assertThat(share.apply(DEFAULTS).heap()).hasValue("1536m");
  }

  @Test
  void aSmallContainerHasRoomForItsWorkersAndWhatTheyHaveBesideTheirHeaps() {
    Share share = machine(GB, 2).open(DEFAULTS, 8);
    assertThat(share.heap()).isEqualTo(64 * MB);
  }

  @Test
  void nobodyGetsLessThanATaskNeeds() {
    Share tiny = machine(200 * MB, 1).open(DEFAULTS, 8);
    assertThat(tiny.apply(DEFAULTS).heap()).hasValue("64m");
    Share many = machine(64 * GB, 8).open(DEFAULTS, 500);
    assertThat(many.heap()).isGreaterThan(700 * MB);
  }

  @Test
  void allPoolsStayWithinTheMemory() {
    for (long memory = 2 * GB; memory < 200 * GB; memory += 777 * MB) {
      Budget budget = machine(memory, 8);
      long sum = memory / 4;
      for (int pool = 0; pool < 3; pool++) {
        Share share = budget.open(DEFAULTS, 4);
        sum += 4 * share.heap();
        assertThat(share.heap()).isBetween(64 * MB, memory / 4);
      }
      assertThat(sum).isLessThanOrEqualTo(memory);
    }
  }

  @Test
  void whatAPoolHadIsThereForTheNextOne() {
    Budget budget = machine(24 * GB, 8);
    long alone = budget.open(DEFAULTS, 4).heap();
    Share second = budget.open(DEFAULTS, 4);
    assertThat(second.heap()).isLessThan(alone / 2);
    long third;
    try (Share share = budget.open(DEFAULTS, 4)) {
      third = share.heap();
    }
    assertThat(budget.open(DEFAULTS, 4).heap()).isEqualTo(third);
    second.close();
    second.close();
    second.resize(100);
    assertThat(budget.open(DEFAULTS, 4).heap()).isGreaterThan(third);
  }

  @Test
  void theChoiceOfTheUserWinsAndCounts() {
    Budget budget = machine(24 * GB, 8);
    long alone = machine(24 * GB, 8).open(DEFAULTS, 8).heap();
    JvmOptions chosen = DEFAULTS.withHeap("1g");
    Share share = budget.open(chosen, 8);
    assertThat(share.apply(chosen)).isEqualTo(chosen);
    assertThat(budget.open(DEFAULTS, 8).heap()).isLessThan(alone);

    for (String option : new String[] {"-Xmx2g", "-XX:MaxHeapSize=2g", "-XX:MaxRAMPercentage=5"}) {
      JvmOptions argument = DEFAULTS.withArguments(option);
      assertThat(machine(GB, 2).open(argument, 8).apply(argument)).isEqualTo(argument);
    }
    JvmOptions variable = DEFAULTS.withEnvironment("JAVA_TOOL_OPTIONS", "-Da=b -Xmx2g");
    assertThat(machine(GB, 2).open(variable, 8).apply(variable)).isEqualTo(variable);
    JvmOptions last = DEFAULTS.withArguments("-Xmx1g").withEnvironment("_JAVA_OPTIONS", "-Xmx96m");
    assertThat(machine(64 * GB, 2).open(last, 8).heap()).isEqualTo(96 * MB);
  }

  @Test
  void whatIsQuotedChoosesNoHeap() {
    JvmOptions quoted = DEFAULTS.withEnvironment("JAVA_TOOL_OPTIONS", "-Dhint='set -Xmx2g here'");
    assertThat(machine(GB, 2).open(quoted, 8).apply(quoted).heap()).hasValue("64m");
  }

  @Test
  void aFileOfOptionsMayChooseTheHeap(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("options"), "-Da=b -Xmx80m");
    JvmOptions file =
        DEFAULTS.withArguments("-XX:VMOptionsFile=options").withWorkingDirectory(folder);
    assertThat(machine(64 * GB, 2).open(file, 8).heap()).isEqualTo(80 * MB);
  }

  @Test
  void aPoolThatGrowsGivesTheNewOnesLess() {
    Budget budget = machine(24 * GB, 8);
    Share share = budget.open(DEFAULTS, 1);
    assertThat(share.decidesHeap()).isFalse();
    share.resize(16);
    assertThat(6 * GB + 6 * GB + 15 * share.heap()).isLessThanOrEqualTo(24 * GB);
    assertThat(share.decidesHeap()).isTrue();
    share.resize(1);
    share.close();
    assertThat(budget.open(DEFAULTS, 2).heap()).isEqualTo(6 * GB);
  }

  @Test
  void workersGetARationForTheirOwn() {
    Share share = machine(24 * GB, 8).open(DEFAULTS, 4);
    Ration ration = share.ration();
    assertThat(ration.processors()).isEqualTo(2);
    assertThat(4 * (share.heap() + ration.memory())).isLessThanOrEqualTo(18 * GB);

    Means inWorker = Means.of(24 * GB, share.heap(), 8).within(ration);
    assertThat(inWorker).isEqualTo(new Means(ration.memory(), 6 * GB, 2));
    Share inner = new Budget(inWorker).open(DEFAULTS, 2);
    assertThat(2 * inner.heap()).isLessThanOrEqualTo(ration.memory());
    assertThat(inner.ration().processors()).isEqualTo(1);
  }

  @Test
  void processorsAreSharedByAllPools() {
    Budget budget = machine(24 * GB, 8);
    Share first = budget.open(DEFAULTS, 2);
    assertThat(first.ration().processors()).isEqualTo(4);
    assertThat(budget.open(DEFAULTS, 2).ration().processors()).isEqualTo(2);
    assertThat(budget.open(DEFAULTS, 100).ration().processors()).isEqualTo(1);
  }

  @Test
  void anOwnerWithALargeHeapLeavesHalf() {
    assertThat(Means.of(4 * GB, 3 * GB, 2).memory()).isEqualTo(2 * GB);
  }

  @Test
  void nothingIsDecidedWhereTheSystemDoesNotSayWhatThereIs() {
    Share share = new Budget(Means.of(-1, GB, 4)).open(DEFAULTS, 100);
    assertThat(share.apply(DEFAULTS)).isEqualTo(DEFAULTS);
    assertThat(share.ration().memory()).isZero();
  }

  @Test
  void sizesComeInSteps() {
    assertThat(HeapSize.roundDown(4017 * MB)).isEqualTo(3584 * MB);
    assertThat(HeapSize.roundDown(1024 * MB)).isEqualTo(1024 * MB);
    assertThat(HeapSize.roundDown(77 * MB)).isEqualTo(64 * MB);
    assertThat(HeapSize.roundDown(MB / 2)).isZero();
  }

  @Test
  void whatWasDecidedIsOneLine() {
    assertThat(machine(16 * GB, 8).open(DEFAULTS, 8))
        .hasToString(
            "workers=8 heap=1024m each, of memory=12288m for all children;"
                + " each may give memory=480m and processors=1 to its own");
  }
}

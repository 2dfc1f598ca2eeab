package dev.brood.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.RowsForTests;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.report.RowResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowRunnerTest {

  private final List<String> journal = new ArrayList<>();
  private final Row row = RowsForTests.row("pool.apply");

  private RowResult run(FakeStarter starter) throws InterruptedException {
    return new RowRunner(starter).run(row, Settings.of(1, 0));
  }

  @Test
  void preparesOneSideAfterTheOtherAndEndsThemAll() throws InterruptedException {
    RowResult result = run(new FakeStarter());
    assertThat(journal)
        .containsExactly(
            "ours ready",
            "peer ready",
            "limit ready",
            "ours",
            "peer",
            "limit",
            "limit closed",
            "peer closed",
            "ours closed");
    assertThat(result.ours()).isEqualTo(2);
    assertThat(result.peer()).isEqualTo("the peer");
    assertThat(result.ratio()).isEqualTo(4);
    assertThat(result.shareOfLimit()).isEqualTo(0.5);
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void aPeerThatCannotStartIsANoteAndNoPeer() throws InterruptedException {
    FakeStarter starter =
        new FakeStarter() {
          @Override
          public Optional<Side> peer(Row row, Settings settings) throws SideFailedException {
            throw new SideFailedException("no such interpreter");
          }
        };
    RowResult result = run(starter);
    assertThat(result.isMeasured()).isTrue();
    assertThat(result.peer()).isNull();
    assertThat(result.ratio()).isNaN();
    assertThat(result.notes()).containsExactly("no such interpreter");
  }

  @Test
  void withoutOursNothingIsMeasured() throws InterruptedException {
    FakeStarter starter =
        new FakeStarter() {
          @Override
          public Side ours(Row row, Settings settings) throws SideFailedException {
            throw new SideFailedException("no such class");
          }
        };
    RowResult result = run(starter);
    assertThat(result.isMeasured()).isFalse();
    assertThat(result.notes()).containsExactly("no such class");
    assertThat(journal).isEmpty();
  }

  private class FakeStarter implements SideStarter {
    @Override
    public Side ours(Row row, Settings settings) throws SideFailedException {
      return new FakeSide("ours", journal, 2.0);
    }

    @Override
    public Optional<Side> peer(Row row, Settings settings) throws SideFailedException {
      return Optional.of(new FakeSide("peer", journal, 8.0));
    }

    @Override
    public Optional<Side> limit(Row row, Settings settings) {
      return Optional.of(new FakeSide("limit", journal, 1.0));
    }
  }
}

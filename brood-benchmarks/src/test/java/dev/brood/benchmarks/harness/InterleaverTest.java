package dev.brood.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InterleaverTest {

  private final List<String> journal = new ArrayList<>();
  private final Deadline never = Deadline.after(Duration.ofHours(1), () -> 0);

  @Test
  void asksTheSidesInTurn() throws InterruptedException {
    Side ours = new FakeSide("ours", journal, 1.0, 2.0, 3.0);
    Side peer = new FakeSide("peer", journal, 10.0, 20.0, 30.0);
    Interleaver interleaver = new Interleaver(List.of(ours, peer));
    interleaver.run(0, 3, never);
    assertThat(journal).containsExactly("ours", "peer", "ours", "peer", "ours", "peer");
    assertThat(interleaver.median(ours)).isEqualTo(2);
    assertThat(interleaver.median(peer)).isEqualTo(20);
    assertThat(interleaver.notes()).isEmpty();
  }

  @Test
  void warmUpsDoNotCount() throws InterruptedException {
    Side ours = new FakeSide("ours", journal, 1000.0, 2000.0, 3.0);
    Interleaver interleaver = new Interleaver(List.of(ours));
    interleaver.run(2, 1, never);
    assertThat(interleaver.median(ours)).isEqualTo(3);
  }

  @Test
  void aSideThatFailsHasNoResultAndTheOthersGoOn() throws InterruptedException {
    Side ours = new FakeSide("ours", journal, 1.0, 2.0, 3.0);
    Side peer = new FakeSide("peer", journal, 10.0);
    Interleaver interleaver = new Interleaver(List.of(ours, peer));
    interleaver.run(0, 3, never);
    assertThat(interleaver.median(ours)).isEqualTo(2);
    assertThat(interleaver.median(peer)).isNaN();
    assertThat(interleaver.notes()).containsExactly("peer has no more");
  }

  @Test
  void whenOursFailsTheRowIsOver() throws InterruptedException {
    Side ours = new FakeSide("ours", journal, 1.0);
    Side peer = new FakeSide("peer", journal, 10.0, 20.0, 30.0);
    Interleaver interleaver = new Interleaver(List.of(ours, peer));
    interleaver.run(0, 3, never);
    assertThat(interleaver.median(ours)).isNaN();
    assertThat(journal).containsExactly("ours", "peer");
  }

  @Test
  void whenTheTimeIsOverWhatWasMeasuredCounts() throws InterruptedException {
    AtomicLong now = new AtomicLong();
    Deadline deadline = Deadline.after(Duration.ofSeconds(1), now::get);
    Side ours = new FakeSide("ours", journal, 1.0, 2.0);
    Side slow =
        new FakeSide("peer", journal, 10.0) {
          @Override
          public double sample(Deadline given) throws SideFailedException {
            double value = super.sample(given);
            now.set(Duration.ofSeconds(2).toNanos());
            return value;
          }
        };
    Interleaver interleaver = new Interleaver(List.of(ours, slow));
    interleaver.run(0, 3, deadline);
    assertThat(interleaver.median(ours)).isEqualTo(1.5);
    assertThat(interleaver.median(slow)).isEqualTo(10);
    assertThat(interleaver.notes()).containsExactly("peer has no more", "stopped in round 2 of 3");
  }
}

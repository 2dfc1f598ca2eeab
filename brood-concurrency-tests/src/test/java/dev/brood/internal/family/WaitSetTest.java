package dev.brood.internal.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a set does step by step, in an order that threads only meet by chance. */
class WaitSetTest {

  private final List<Cell> cells = new Members(2, 1, 64, 1).cell();
  private final WaitSet ofSleepers = cells.get(0).waitSet(0);
  private final WaitSet ofWaker = cells.get(1).waitSet(0);

  @Test
  void whoOnlyLooksIsWokenWithoutAMessage() {
    Sleeper sleeper = ofSleepers.enter();
    assertThat(ofSleepers.isRung(sleeper)).isFalse();
    assertThat(ofWaker.wakeOne()).isTrue();
    assertThat(sleeper.rung).isFalse();
    assertThat(ofSleepers.isRung(sleeper)).isTrue();
  }

  @Test
  void whoParksGetsAMessage() {
    Sleeper sleeper = ofSleepers.enter();
    assertThat(ofSleepers.mayPark(sleeper)).isTrue();
    assertThat(ofWaker.wakeOne()).isTrue();
    assertThat(sleeper.rung).isTrue();
  }

  @Test
  void whoWasWokenDoesNotPark() {
    Sleeper sleeper = ofSleepers.enter();
    assertThat(ofWaker.wakeOne()).isTrue();
    assertThat(ofSleepers.mayPark(sleeper)).isFalse();
  }

  @Test
  void aThreadThatEntersDoesNotHideAWakeUpFromAnother() {
    Sleeper sleeper = ofSleepers.enter();
    assertThat(ofWaker.wakeOne()).isTrue();
    ofSleepers.enter();
    assertThat(ofSleepers.isRung(sleeper)).isTrue();
  }

  @Test
  void aThreadThatEntersAgainDoesNotHideAWakeUpFromAnother() {
    Sleeper sleeper = ofSleepers.enter();
    Sleeper other = ofSleepers.enter();
    assertThat(ofWaker.wakeOne()).isTrue();
    ofSleepers.enterAgain(other);
    assertThat(ofSleepers.isRung(sleeper)).isTrue();
    assertThat(ofSleepers.isRung(other)).isFalse();
  }

  @Test
  void whoLeavesTellsThatAWakeUpWasSpentOnIt() {
    Sleeper sleeper = ofSleepers.enter();
    assertThat(ofWaker.wakeOne()).isTrue();
    assertThat(ofSleepers.leave(sleeper)).isTrue();
    assertThat(ofWaker.wakeOne()).isFalse();
  }
}

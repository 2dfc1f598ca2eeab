package dev.brood.system.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.channel.Waitable;
import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipes between processes, and what is seen when one of them dies; over any transport. */
abstract class PipeContract {

  private static final int LARGE = 16 << 20;

  @TempDir Path folder;

  abstract Pipe open();

  abstract Pipe oneWay();

  /** Sends back what it receives, until the other end is closed. */
  private static void echo(Connection end) throws InterruptedException {
    try (end) {
      while (true) {
        end.send(end.<Object>receive());
      }
    } catch (EndOfConnectionException over) {
      // The other side is done.
    }
  }

  /** Closes an end before its block does. */
  private static void hangUp(Connection end) {
    end.close();
  }

  @Test
  void aChildAnswers() throws InterruptedException {
    Pipe pipe = open();
    Connection there = pipe.second();
    try (Connection here = pipe.first();
        JvmProcess child = JvmProcess.start(() -> echo(there))) {
      for (int i = 0; i < 100; i++) {
        here.send(List.of(i, "text"));
        assertThat(here.<List<Object>>receive()).containsExactly(i, "text");
      }
      byte[] large = new byte[LARGE];
      ThreadLocalRandom.current().nextBytes(large);
      here.sendBytes(large);
      assertThat(Arrays.equals(here.<byte[]>receive(), large)).isTrue();
      assertThatThrownBy(() -> there.send(1)).isInstanceOf(ConnectionClosedException.class);
      hangUp(here);
      child.join();
      assertThat(child.failure()).isEmpty();
    }
  }

  @Test
  void theCopyOfTheStarterMayBeClosedAtOnce() throws InterruptedException {
    Pipe pipe = open();
    try (Connection here = pipe.first();
        JvmProcess child =
            JvmProcess.builder().target(PipeContract::echoQuietly, pipe.second()).start()) {
      pipe.second().close();
      here.send("hello");
      assertThat(here.<String>receive()).isEqualTo("hello");
      hangUp(here);
      child.join();
      assertThat(child.failure()).isEmpty();
    }
  }

  private static void echoQuietly(Connection end) {
    try {
      echo(end);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aOneWayEndKeepsItsDirection() throws InterruptedException {
    Pipe pipe = oneWay();
    Connection sender = pipe.second();
    try (Connection receiver = pipe.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              try (sender) {
                sender.send(sender.isReadable() + " " + sender.isWritable());
              }
            })) {
      assertThat(receiver.<String>receive()).isEqualTo("false true");
      assertThatThrownBy(receiver::receive).isInstanceOf(EndOfConnectionException.class);
      child.join();
    }
  }

  @Test
  void twoChildrenTalkToEachOther() throws InterruptedException {
    Board board = Board.in(folder);
    Pipe pipe = open();
    Connection first = pipe.first();
    Connection second = pipe.second();
    try (JvmProcess ping =
            JvmProcess.start(() -> {
              try (first) {
                first.send("ping");
                board.post("ping", first.receive());
              }
            });
        JvmProcess pong =
            JvmProcess.start(() -> {
              try (second) {
                board.post("pong", second.receive());
                second.send("pong");
              }
            })) {
      ping.join();
      pong.join();
      assertThat(board.await("ping")).isEqualTo("pong");
      assertThat(board.await("pong")).isEqualTo("ping");
    }
    pipe.close();
  }

  @Test
  void anEndReachesAGrandchild() throws InterruptedException {
    Pipe pipe = open();
    Connection there = pipe.second();
    try (Connection here = pipe.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              there.send("child");
              try (JvmProcess grandchild = JvmProcess.start(() -> echo(there))) {
                grandchild.join();
              }
            })) {
      assertThat(here.<String>receive()).isEqualTo("child");
      here.send("to the grandchild");
      assertThat(here.<String>receive()).isEqualTo("to the grandchild");
      hangUp(here);
      child.join();
      assertThat(child.failure()).isEmpty();
    }
  }

  @Test
  void endsTravelThroughConnectionsBothWays() throws InterruptedException {
    Pipe control = open();
    Connection theirs = control.second();
    try (Connection mine = control.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              try (theirs;
                  Connection work = theirs.receive();
                  Pipe own = Pipe.open()) {
                theirs.send(own.second());
                own.first().send("from the child's own pipe");
                work.send(work.<Integer>receive() + 1);
                own.first().receive();
              } catch (EndOfConnectionException over) {
                return;
              }
            })) {
      Pipe work = open();
      mine.send(work.second());
      work.second().close();
      try (Connection ours = work.first();
          Connection fromChild = mine.receive()) {
        assertThat(fromChild.<String>receive()).isEqualTo("from the child's own pipe");
        ours.send(41);
        assertThat(ours.<Integer>receive()).isEqualTo(42);
      }
      child.join();
      assertThat(child.failure()).isEmpty();
    }
  }

  @Test
  void whatWasSentBeforeAMoveArrives() throws InterruptedException {
    Pipe pipe = open();
    Connection there = pipe.second();
    for (int i = 0; i < 20; i++) {
      pipe.first().send(List.of(i, Duration.ofSeconds(i)));
    }
    // The first message is begun, but not received.
    assertThat(there.poll(Delays.PATIENT)).isTrue();
    try (Connection here = pipe.first();
        JvmProcess child = JvmProcess.start(() -> echo(there))) {
      for (int i = 0; i < 20; i++) {
        assertThat(here.<List<Object>>receive()).containsExactly(i, Duration.ofSeconds(i));
      }
      hangUp(here);
      child.join();
    }
  }

  @Test
  void aPoolTaskGetsAnEnd() throws InterruptedException {
    Pipe pipe = open();
    try (Pool pool = Pool.of(1);
        Connection here = pipe.first()) {
      here.send(20);
      int result =
          pool.apply(
              end -> {
                try (end) {
                  return end.<Integer>receive() + 1;
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              pipe.second());
      assertThat(result).isEqualTo(21);
      assertThatThrownBy(here::receive).isInstanceOf(EndOfConnectionException.class);
    }
  }

  @Test
  void aKillEndsAWaitForAMessage() throws InterruptedException {
    Pipe pipe = open();
    Connection there = pipe.second();
    try (Connection here = pipe.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              there.send("complete");
              there.receive();
            })) {
      assertThat(here.poll(Delays.PATIENT)).isTrue();
      child.kill();
      assertThat(here.<String>receive()).isEqualTo("complete");
      assertThatThrownBy(here::receive).isInstanceOf(EndOfConnectionException.class);
      assertThatThrownBy(() -> here.sendBytes(new byte[LARGE]))
          .isInstanceOf(EndOfConnectionException.class);
    }
  }

  @Test
  void aKillEndsASendThatWaits() throws InterruptedException {
    Pipe pipe = open();
    Connection there = pipe.second();
    try (Connection here = pipe.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              there.send("ready");
              Waits.untilInterrupted();
            })) {
      assertThat(here.<String>receive()).isEqualTo("ready");
      Thread killer = Thread.ofVirtual().unstarted(child::kill);
      killer.start();
      assertThatThrownBy(() -> here.sendBytes(new byte[LARGE]))
          .isInstanceOf(EndOfConnectionException.class);
      killer.join();
    }
  }

  @Test
  void halfAMessageIsNeverDelivered() throws InterruptedException {
    Pipe pipe = open();
    Connection there = pipe.second();
    try (Connection here = pipe.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              there.send(1);
              there.sendBytes(new byte[LARGE]);
            })) {
      assertThat(here.<Integer>receive()).isOne();
      assertThat(here.poll(Delays.PATIENT)).isTrue();
      child.kill();
      child.join();
      assertThatThrownBy(here::receiveBytes)
          .isInstanceOf(EndOfConnectionException.class)
          .hasMessageContaining("middle");
    }
  }

  @Test
  void aKilledSiblingIsSeenByTheOther() throws InterruptedException {
    Board board = Board.in(folder);
    Pipe pipe = open();
    Connection first = pipe.first();
    Connection second = pipe.second();
    try (JvmProcess victim =
            JvmProcess.start(() -> {
              first.send("there");
              Waits.untilInterrupted();
            });
        JvmProcess witness =
            JvmProcess.start(() -> {
              board.post("heard", second.receive());
              try {
                second.receive();
              } catch (EndOfConnectionException end) {
                board.post("end", "seen");
              }
            })) {
      board.await("heard");
      victim.kill();
      board.await("end");
      witness.join();
      victim.join();
    }
    pipe.close();
  }

  /** Ends the JVM that reads it. */
  static final class Bomb implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @Serial
    private void readObject(ObjectInputStream in) throws IOException {
      Runtime.getRuntime().halt(7);
    }
  }

  private record Trap(Bomb bomb, Connection end) implements Serializable {}

  @Test
  void anEndIsLostWithTheChildThatWouldHaveTakenIt() throws InterruptedException {
    Pipe pipe = open();
    Trap trap = new Trap(new Bomb(), pipe.second());
    try (Connection here = pipe.first();
        JvmProcess child = JvmProcess.start(() -> trap.end().send(1))) {
      pipe.second().close();
      assertThatThrownBy(here::receive).isInstanceOf(EndOfConnectionException.class);
      child.join();
    }
  }

  @Test
  void anEndIsLostWithTheReceiverThatWouldHaveTakenIt() throws InterruptedException {
    Pipe carrier = open();
    Connection there = carrier.second();
    Pipe pipe = open();
    try (Connection here = pipe.first();
        Connection mine = carrier.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              there.send("ready");
              Waits.untilInterrupted();
            })) {
      assertThat(mine.<String>receive()).isEqualTo("ready");
      mine.send(pipe.second());
      pipe.second().close();
      // The carrier may be closed: who would take the end over is watched all the same.
      hangUp(mine);
      child.kill();
      assertThatThrownBy(here::receive).isInstanceOf(EndOfConnectionException.class);
      child.join();
    }
  }

  @Test
  void processesAreWaitedForAsConnectionsAre() throws InterruptedException {
    Pipe pipe = open();
    Connection there = pipe.second();
    try (Connection here = pipe.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              there.send(1);
              there.receive();
            })) {
      List<Waitable> ready = Connection.waitAny(Delays.PATIENT, child, here);
      assertThat(ready).containsExactly(here);
      assertThat(here.<Integer>receive()).isOne();
      assertThat(Connection.waitAny(Duration.ZERO, child, here)).isEmpty();
      here.send(2);
      child.join();
      assertThat(here.poll(Delays.PATIENT)).isTrue();
      assertThat(Connection.waitAny(Delays.PATIENT, child, here)).containsExactly(child, here);
    }
  }

  @Test
  void fourProducersAreCollectedUntilTheirEnd() throws InterruptedException {
    List<Connection> receivers = new ArrayList<>();
    List<JvmProcess> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Pipe pipe = oneWay();
      Connection sender = pipe.second();
      int number = i;
      receivers.add(pipe.first());
      children.add(
          JvmProcess.start(() -> {
            for (int k = 0; k < 10; k++) {
              sender.send(List.of(number, k));
            }
          }));
      sender.close();
    }
    List<List<Integer>> got = new ArrayList<>();
    List<Connection> open = new ArrayList<>(receivers);
    while (!open.isEmpty()) {
      for (Connection each : Connection.waitAny(open)) {
        try {
          got.add(each.receive());
        } catch (EndOfConnectionException end) {
          each.close();
          open.remove(each);
        }
      }
    }
    children.forEach(JvmProcess::close);
    assertThat(got).doesNotHaveDuplicates().hasSize(40);
  }

  /** Takes ends from {@code control} and has one message each way go through each of them. */
  private static void shakeHands(Connection control, boolean begins) throws InterruptedException {
    try (control) {
      while (true) {
        try (Connection end = control.receive()) {
          if (begins) {
            end.send("a");
            control.send(end.receive());
          } else {
            control.send(end.receive());
            end.send("b");
            // The other side closes when it has got that.
            end.poll(Delays.PATIENT);
          }
        }
      }
    } catch (EndOfConnectionException over) {
      // No more ends.
    }
  }

  @Test
  void bothEndsMoveAtOnce() throws InterruptedException {
    moveBothEnds(50);
  }

  @Test
  @Tag("chaos")
  void bothEndsMoveAtOnceManyTimes() throws InterruptedException {
    moveBothEnds(2_000);
  }

  private void moveBothEnds(int times) throws InterruptedException {
    Pipe one = open();
    Pipe other = open();
    Connection toOne = one.second();
    Connection toOther = other.second();
    try (JvmProcess left = JvmProcess.start(() -> shakeHands(toOne, true));
        JvmProcess right = JvmProcess.start(() -> shakeHands(toOther, false));
        Connection leftControl = one.first();
        Connection rightControl = other.first()) {
      for (int i = 0; i < times; i++) {
        Pipe pipe = open();
        Thread sender =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    leftControl.send(pipe.first());
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
        rightControl.send(pipe.second());
        sender.join();
        pipe.close();
        assertThat(leftControl.<String>receive(Delays.PATIENT)).contains("b");
        assertThat(rightControl.<String>receive(Delays.PATIENT)).contains("a");
      }
      assertThat(left.isAlive() && right.isAlive()).isTrue();
    }
  }

  /** Kills a child at any moment of a stream of messages. */
  @RepeatedTest(20)
  @Tag("chaos")
  void aKillAtAnyMomentLeavesWholeMessagesAndTheEnd() throws InterruptedException {
    Pipe pipe = open();
    Connection there = pipe.second();
    try (Connection here = pipe.first();
        JvmProcess child =
            JvmProcess.start(() -> {
              for (int i = 0; ; i++) {
                byte[] bytes = new byte[(i * 7919) % 400_000];
                Arrays.fill(bytes, (byte) i);
                there.send(List.of(i, bytes));
              }
            })) {
      int until = ThreadLocalRandom.current().nextInt(500);
      int next = 0;
      try {
        while (true) {
          List<Object> message = here.receive();
          assertThat(message.get(0)).isEqualTo(next);
          for (byte each : (byte[]) message.get(1)) {
            if (each != (byte) next) {
              throw new AssertionError("mixed up in message " + next);
            }
          }
          if (next == until) {
            child.kill();
          }
          next++;
        }
      } catch (EndOfConnectionException end) {
        assertThat(next).isGreaterThan(until);
      }
      child.join();
    }
  }
}

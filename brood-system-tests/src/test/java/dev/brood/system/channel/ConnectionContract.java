package dev.brood.system.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.exception.MessageTooLongException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two connected ends do, whatever is between them. */
@Timeout(60)
abstract class ConnectionContract {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  /** More than any of the ways buffers. */
  private static final int LARGE = 8 << 20;

  private Connection here;
  private Connection there;

  /** Returns two ends of one connection. */
  abstract List<Connection> open() throws Exception;

  /** Returns two ends that can move and pass on what the JDK has. */
  List<Connection> openToMove() throws Exception {
    return open();
  }

  private void openBothToMove() throws Exception {
    closeBoth();
    List<Connection> both = openToMove();
    here = both.get(0);
    there = both.get(1);
  }

  @BeforeEach
  void openBoth() throws Exception {
    List<Connection> both = open();
    here = both.get(0);
    there = both.get(1);
  }

  @AfterEach
  void closeBoth() {
    here.close();
    there.close();
  }

  record Point(int x, String label) implements Serializable {}

  static <T> Future<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  /** Closes an end before its block does. */
  static void hangUp(AutoCloseable end) throws Exception {
    end.close();
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void passesObjectsBothWaysInOrder() throws Exception {
    for (int i = 0; i < 100; i++) {
      here.send(i);
      there.send("t" + i);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(there.<Integer>receive()).isEqualTo(i);
      assertThat(here.<String>receive()).isEqualTo("t" + i);
    }
  }

  @Test
  void passesObjectsOfAnyKind() throws Exception {
    List<Object> objects =
        Arrays.asList(
            null,
            1,
            2L,
            3.5,
            "text",
            List.of(1, 2),
            Map.of("a", 1),
            new int[] {1, 2},
            new Point(1, "a"),
            new Point(2, "b"),
            Duration.ofSeconds(3),
            new IllegalStateException("boom"));
    for (Object each : objects) {
      here.send(each);
      Object got = there.receive();
      if (each instanceof int[] array) {
        assertThat((int[]) got).isEqualTo(array);
      } else if (each instanceof Exception) {
        assertThat(got).isInstanceOf(IllegalStateException.class).hasToString(each.toString());
      } else {
        assertThat(got).isEqualTo(each);
      }
    }
  }

  @Test
  void passesLambdasAgainAndAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      int captured = i;
      here.send((UnaryOperator<Integer> & Serializable) x -> x + captured);
      assertThat(there.<UnaryOperator<Integer>>receive().apply(10)).isEqualTo(10 + i);
    }
  }

  @Test
  void passesLargeArraysBesideTheirObject() throws Exception {
    double[] numbers = IntStream.range(0, LARGE / 8).asDoubleStream().toArray();
    Future<Void> sent =
        start(() -> {
          here.send(List.of("a", numbers, new Point(3, "c"), random(100_000)));
          here.send(1);
          return null;
        });
    List<Object> got = there.receive();
    assertThat(got.get(0)).isEqualTo("a");
    assertThat((double[]) got.get(1)).isEqualTo(numbers);
    assertThat(got.get(2)).isEqualTo(new Point(3, "c"));
    assertThat((byte[]) got.get(3)).isEqualTo(random(100_000));
    assertThat(there.<Integer>receive()).isOne();
    get(sent);
  }

  @Test
  void passesBytesOfAnyLength() throws Exception {
    for (int length :
        new int[] {0, 1, 7, 8, 9, 64, 4096, 32 * 1024, 32 * 1024 + 1, 300_000, LARGE}) {
      byte[] bytes = random(length);
      Future<Void> sent =
          start(() -> {
            here.sendBytes(bytes);
            return null;
          });
      assertThat(there.receiveBytes()).isEqualTo(bytes);
      get(sent);
    }
  }

  @Test
  void passes64Megabytes() throws Exception {
    byte[] bytes = random(64 << 20);
    Future<Void> sent =
        start(() -> {
          here.sendBytes(bytes);
          return null;
        });
    assertThat(Arrays.equals(there.receiveBytes(), bytes)).isTrue();
    get(sent);
  }

  @Test
  void sendsAPartOfAnArray() throws Exception {
    byte[] bytes = random(26);
    for (int[] part : new int[][] {{0, 26}, {7, 19}, {7, 0}, {26, 0}, {0, 0}, {25, 1}}) {
      here.sendBytes(bytes, part[0], part[1]);
      assertThat(there.receiveBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, part[0], part[0] + part[1]));
    }
    for (int[] part : new int[][] {{27, 0}, {22, 5}, {26, 1}, {-1, 2}, {4, -1}}) {
      assertThatThrownBy(() -> here.sendBytes(bytes, part[0], part[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(there.poll()).isFalse();
  }

  @Test
  void passesBuffersAndMemory() throws Exception {
    ByteBuffer direct = ByteBuffer.allocateDirect(100_000);
    direct.put(random(100_000)).flip().position(10);
    here.sendBytes(direct);
    assertThat(direct.remaining()).isZero();
    ByteBuffer into = ByteBuffer.allocate(100_000).position(5);
    assertThat(there.receiveBytes(into)).isEqualTo(99_990);
    assertThat(into.position()).isEqualTo(99_995);
    assertThat(Arrays.copyOfRange(into.array(), 5, 99_995))
        .isEqualTo(Arrays.copyOfRange(random(100_000), 10, 100_000));
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(LARGE);
      memory.fill((byte) 3);
      MemorySegment target = arena.allocate(LARGE + 10);
      Future<Void> sent =
          start(() -> {
            here.sendBytes(memory);
            return null;
          });
      assertThat(there.receiveBytes(target)).isEqualTo(LARGE);
      assertThat(target.asSlice(0, LARGE).mismatch(memory)).isEqualTo(-1);
      get(sent);
    }
  }

  @Test
  void passesMemoryThatIsNoArrayOfBytes() throws Exception {
    here.sendBytes(MemorySegment.ofArray(new long[] {7, 8}).asReadOnly());
    long[] into = new long[3];
    assertThat(there.receiveBytes(MemorySegment.ofArray(into))).isEqualTo(16);
    assertThat(into).containsExactly(7, 8, 0);
  }

  @Test
  void memoryThatIsGoneIsNeitherSentNorReceivedInto() throws Exception {
    Arena arena = Arena.ofConfined();
    MemorySegment gone = arena.allocate(LARGE);
    arena.close();
    assertThatThrownBy(() -> here.sendBytes(gone)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> here.sendBytes(gone.asByteBuffer()))
        .isInstanceOf(IllegalStateException.class);
    try (Arena mine = Arena.ofConfined()) {
      MemorySegment memory = mine.allocate(LARGE);
      Future<Void> other =
          start(() -> {
            here.sendBytes(memory);
            return null;
          });
      assertThatThrownBy(() -> get(other)).hasCauseInstanceOf(WrongThreadException.class);
    }
    here.send("first");
    assertThat(there.<String>receive()).isEqualTo("first");
    here.sendBytes(new byte[] {1, 2});
    assertThat(there.poll(LONG)).isTrue();
    assertThatThrownBy(() -> there.receiveBytes(gone)).isInstanceOf(IllegalStateException.class);
    assertThat(there.receiveBytes()).containsExactly(1, 2);
  }

  @Test
  void memoryThatGoesInTheMiddleOfAMessageClosesTheEnd() throws Exception {
    Arena arena = Arena.ofShared();
    MemorySegment memory = arena.allocate(LARGE);
    Future<Void> sending =
        start(() -> {
          here.sendBytes(memory);
          return null;
        });
    assertThat(there.poll(LONG)).isTrue();
    while (arena.scope().isAlive()) {
      try {
        arena.close();
      } catch (IllegalStateException itIsBeingRead) {
        Thread.onSpinWait();
      }
    }
    // Whether it waits for space or goes on: it finds that the memory is gone.
    assertThatThrownBy(() -> there.receiveBytes()).isInstanceOf(EndOfConnectionException.class);
    assertThatThrownBy(() -> get(sending)).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(here.isOpen()).isFalse();
  }

  @Test
  void refusesMemoryThatCannotBeWrittenTo() {
    assertThatThrownBy(() -> there.receiveBytes(ByteBuffer.allocate(8).asReadOnlyBuffer()))
        .isInstanceOf(java.nio.ReadOnlyBufferException.class);
    assertThatThrownBy(() -> there.receiveBytes(MemorySegment.ofArray(new byte[8]).asReadOnly()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsAMessageThatDoesNotFit() throws Exception {
    here.sendBytes(random(10));
    ByteBuffer small = ByteBuffer.allocate(9);
    assertThatThrownBy(() -> there.receiveBytes(small))
        .isInstanceOfSatisfying(
            MessageTooLongException.class, e -> assertThat(e.length()).isEqualTo(10));
    assertThat(small.position()).isZero();
    assertThatThrownBy(() -> there.receiveBytes(9)).isInstanceOf(MessageTooLongException.class);
    assertThatThrownBy(() -> there.receiveBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(there.receiveBytes(10)).isEqualTo(random(10));
  }

  @Test
  void tellsBytesFromObjects() throws Exception {
    here.sendBytes(random(5));
    here.send("object");
    assertThat(there.<byte[]>receive()).isEqualTo(random(5));
    assertThatThrownBy(() -> there.receiveBytes())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("receive()");
    assertThat(there.<String>receive()).isEqualTo("object");
  }

  @Test
  void pollTellsWhetherSomethingIsThere() throws Exception {
    assertThat(there.poll()).isFalse();
    assertThat(there.poll(SHORT)).isFalse();
    assertThat(there.poll(Duration.ofSeconds(-1))).isFalse();
    here.sendBytes(new byte[0]);
    assertThat(there.poll(LONG)).isTrue();
    assertThat(there.poll()).isTrue();
    assertThat(there.poll(Duration.ofSeconds(-1))).isTrue();
    assertThat(there.receiveBytes()).isEmpty();
    assertThat(there.poll()).isFalse();
  }

  @Test
  void pollNeverEatsAPartOfAMessage() throws Exception {
    List<String> texts = List.of("hello", "", "there", "", "", "a", "b", "x".repeat(100_000));
    Future<Void> sent =
        start(() -> {
          for (String each : texts) {
            here.sendBytes(each.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          }
          return null;
        });
    for (String each : texts) {
      assertThat(there.poll(LONG)).isTrue();
      assertThat(there.poll(LONG)).isTrue();
      assertThat(new String(there.receiveBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(each);
    }
    get(sent);
    assertThat(there.poll()).isFalse();
  }

  @Test
  void pollWaitsForAMessage() throws Exception {
    Future<Boolean> polled = start(() -> there.poll(LONG));
    here.send(1);
    assertThat(get(polled)).isTrue();
    assertThat(there.<Integer>receive()).isOne();
  }

  @Test
  void receivesInTimeOrNothing() throws Exception {
    assertThat(there.receive(SHORT)).isEmpty();
    assertThat(there.receive(Duration.ZERO)).isEmpty();
    here.send("x");
    assertThat(there.<String>receive(LONG)).contains("x");
    here.send(null);
    assertThat(there.receive(LONG)).isEmpty();
  }

  @Test
  void receivingGoesOnInTheMiddleOfAMessage() throws Exception {
    byte[] bytes = random(LARGE);
    Thread sender =
        Thread.ofPlatform()
            .start(() -> {
              try {
                here.sendBytes(bytes);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    // Each of these takes some part.
    int tries = 0;
    byte[] got = null;
    while (got == null) {
      got = there.<byte[]>receive(Duration.ofNanos(1)).orElse(null);
      tries++;
      assertThat(tries).isLessThan(1_000_000);
    }
    assertThat(Arrays.equals(got, bytes)).isTrue();
    sender.join();
  }

  @Test
  void anInterruptEndsAWaitAndHarmsNothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Object> waiting =
          new FutureTask<>(() -> {
            begun.countDown();
            return there.receive();
          });
      Thread thread =
          i == 0 ? Thread.ofPlatform().start(waiting) : Thread.ofVirtual().start(waiting);
      begun.await();
      thread.interrupt();
      assertThatThrownBy(() -> get(waiting))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
    }
    here.send("after");
    assertThat(there.<String>receive()).isEqualTo("after");
  }

  @Test
  void anInterruptInTheMiddleOfSendingClosesTheEnd() throws Exception {
    FutureTask<Void> sending =
        new FutureTask<>(() -> {
          here.sendBytes(new byte[LARGE]);
          return null;
        });
    Thread thread = Thread.ofVirtual().start(sending);
    assertThat(there.poll(LONG)).isTrue();
    thread.interrupt();
    assertThatThrownBy(() -> get(sending)).hasCauseInstanceOf(InterruptedException.class);
    assertThat(here.isOpen()).isFalse();
    assertThatThrownBy(() -> there.receiveBytes())
        .isInstanceOf(EndOfConnectionException.class)
        .hasMessageContaining("middle");
  }

  @Test
  void aCloseIsSeenAfterWhatWasSent() throws Exception {
    here.send(1);
    here.sendBytes(random(100));
    here.close();
    assertThat(there.<Integer>receive()).isOne();
    assertThat(there.receiveBytes()).hasSize(100);
    assertThat(there.poll(LONG)).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> there.receive()).isInstanceOf(EndOfConnectionException.class);
      assertThatThrownBy(() -> there.receiveBytes()).isInstanceOf(EndOfConnectionException.class);
    }
  }

  @Test
  void aCloseEndsTheWaitOfTheOtherEnd() throws Exception {
    Future<Object> receiving = start(() -> there.receive());
    Future<Object> second = start(() -> there.receive());
    Future<Boolean> polling = start(() -> there.poll(LONG));
    here.close();
    assertThatThrownBy(() -> get(receiving)).hasCauseInstanceOf(EndOfConnectionException.class);
    assertThatThrownBy(() -> get(second)).hasCauseInstanceOf(EndOfConnectionException.class);
    assertThat(get(polling)).isTrue();
  }

  @Test
  void aCloseEndsASendThatWaits() throws Exception {
    Future<Void> sending =
        start(() -> {
          here.sendBytes(new byte[LARGE]);
          return null;
        });
    assertThat(there.poll(LONG)).isTrue();
    there.close();
    assertThatThrownBy(() -> get(sending)).hasCauseInstanceOf(EndOfConnectionException.class);
    assertThatThrownBy(() -> here.send(1)).isInstanceOf(EndOfConnectionException.class);
  }

  @Test
  void aClosedEndSaysSo() throws Exception {
    Future<Object> waiting = start(() -> here.receive());
    here.close();
    here.close();
    assertThatThrownBy(() -> get(waiting)).hasCauseInstanceOf(ConnectionClosedException.class);
    assertThat(here.isOpen()).isFalse();
    assertThat(here.isReady()).isTrue();
    assertThatThrownBy(() -> here.send(1)).isInstanceOf(ConnectionClosedException.class);
    assertThatThrownBy(() -> here.sendBytes(new byte[1]))
        .isInstanceOf(ConnectionClosedException.class);
    assertThatThrownBy(() -> here.receive()).isInstanceOf(ConnectionClosedException.class);
    assertThatThrownBy(() -> here.receiveBytes()).isInstanceOf(ConnectionClosedException.class);
    assertThatThrownBy(() -> here.poll()).isInstanceOf(ConnectionClosedException.class);
  }

  @Test
  void manySendersAndReceiversShareAnEnd() throws Exception {
    int each = 300;
    List<Future<Void>> senders = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      int sender = s;
      senders.add(
          start(() -> {
            for (int i = 0; i < each; i++) {
              byte[] bytes = new byte[i % 5 == 0 ? 70_000 : 20];
              Arrays.fill(bytes, (byte) sender);
              here.send(List.of(sender, i, bytes));
            }
            return null;
          }));
    }
    List<Future<List<List<Object>>>> receivers = new ArrayList<>();
    for (int r = 0; r < 4; r++) {
      receivers.add(
          start(() -> {
            List<List<Object>> got = new ArrayList<>();
            for (int i = 0; i < each; i++) {
              got.add(there.receive());
            }
            return got;
          }));
    }
    int[] last = new int[4];
    List<String> seen = new ArrayList<>();
    for (var receiver : receivers) {
      Arrays.fill(last, -1);
      for (List<Object> message : get(receiver)) {
        int sender = (Integer) message.get(0);
        int number = (Integer) message.get(1);
        for (byte value : (byte[]) message.get(2)) {
          assertThat(value).isEqualTo((byte) sender);
        }
        seen.add(sender + " " + number);
      }
    }
    for (var sender : senders) {
      get(sender);
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(4 * each);
  }

  @Test
  void whatCannotBeSentLeavesNothingBehind() throws Exception {
    assertThatThrownBy(() -> here.send(List.of(1, new Object())))
        .isInstanceOf(NotSendableException.class)
        .hasMessageContaining("send()");
    here.send(2);
    assertThat(there.<Integer>receive()).isEqualTo(2);
  }

  static final class Unreadable implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    @Serial
    private void readObject(ObjectInputStream in) throws IOException {
      throw new InvalidObjectException("on purpose");
    }
  }

  @Test
  void whatCannotBeRebuiltIsLostAlone() throws Exception {
    here.send(new Unreadable());
    here.send(2);
    assertThatThrownBy(() -> there.receive())
        .isInstanceOf(NotReceivableException.class)
        .hasMessageContaining("on purpose");
    assertThat(there.<Integer>receive()).isEqualTo(2);
  }

  @Test
  void waitsForTheFirstOfSeveral() throws Exception {
    List<Connection> others = open();
    try (Connection otherHere = others.get(0);
        Connection otherThere = others.get(1)) {
      assertThat(Connection.waitAny(SHORT, there, otherThere)).isEmpty();
      assertThat(Connection.waitAny(Duration.ofSeconds(-1), there, otherThere)).isEmpty();
      Future<List<Connection>> waiting =
          start(() -> Connection.waitAny(List.of(there, otherThere)));
      otherHere.send(1);
      assertThat(get(waiting)).containsExactly(otherThere);
      here.send(2);
      assertThat(there.poll(LONG)).isTrue();
      assertThat(Connection.waitAny(LONG, there, otherThere)).containsExactly(there, otherThere);
      assertThat(otherThere.<Integer>receive()).isOne();
      hangUp(otherHere);
      assertThat(there.<Integer>receive()).isEqualTo(2);
      assertThat(Connection.waitAny(LONG, there, otherThere)).containsExactly(otherThere);
    }
    assertThatThrownBy(() -> Connection.waitAny(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endsMoveWithinAProcessWithTheirMessages() throws Exception {
    openBothToMove();
    try (Pipe carrier = Pipe.open()) {
      here.send(1);
      here.send(Duration.ofSeconds(1));
      assertThat(there.poll(LONG)).isTrue();
      carrier.first().send(there);
      try (Connection moved = carrier.second().receive()) {
        assertThat(there.isOpen()).isFalse();
        assertThatThrownBy(() -> there.receive()).isInstanceOf(ConnectionClosedException.class);
        there.close();
        assertThat(moved.<Integer>receive()).isOne();
        assertThat(moved.<Duration>receive()).isEqualTo(Duration.ofSeconds(1));
        here.send(Duration.ofSeconds(2));
        assertThat(moved.<Duration>receive()).isEqualTo(Duration.ofSeconds(2));
        moved.send("back");
        assertThat(here.<String>receive()).isEqualTo("back");
      }
      assertThatThrownBy(() -> here.receive()).isInstanceOf(EndOfConnectionException.class);
    }
  }

  @Test
  void anEndThatWasNotSentAfterAllStays() throws Exception {
    openBothToMove();
    try (Pipe carrier = Pipe.open()) {
      assertThatThrownBy(() -> carrier.first().send(List.of(there, new Object())))
          .isInstanceOf(NotSendableException.class);
      here.send(1);
      assertThat(there.<Integer>receive()).isOne();
      there.close();
      assertThatThrownBy(() -> here.receive()).isInstanceOf(EndOfConnectionException.class);
    }
  }

  @Test
  void anEndThatNobodyTakesIsLostWithItsCarrier() throws Exception {
    openBothToMove();
    Pipe carrier = Pipe.open();
    carrier.first().send(there);
    there.close();
    carrier.second().close();
    assertThatThrownBy(() -> here.receive()).isInstanceOf(EndOfConnectionException.class);
    carrier.close();
  }

  @Test
  void aClosedEndCannotBeSent() {
    there.close();
    try (Pipe carrier = Pipe.open()) {
      assertThatThrownBy(() -> carrier.first().send(there))
          .isInstanceOf(NotSendableException.class)
          .hasMessageContaining("closed");
    }
  }
}

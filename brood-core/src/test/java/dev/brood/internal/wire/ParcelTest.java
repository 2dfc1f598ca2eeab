package dev.brood.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.util.Pushback;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Records on their way: written by a {@link ParcelWriter}, cut out of a stream again. */
@NullUnmarked
class ParcelTest {

  /** Small, empty, of two bytes of header, of three, over the reader's buffer, and attached. */
  private static List<Object> items() {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      items.add(i * 1_000_003);
      items.add(i % 3 == 0 ? null : "text " + "x".repeat(i * 5));
      items.add(i * 0.5);
    }
    items.add("y".repeat(9_000));
    items.add("z".repeat(100_000));
    items.add(new byte[50_000]);
    items.add(7);
    items.add(List.of(new long[10_000], "beside", new int[9_000]));
    items.add("w".repeat(3 << 20));
    items.add("last");
    return items;
  }

  private static Parcel parcel(List<Object> items) {
    ParcelWriter writer = new ParcelWriter();
    for (Object item : items) {
      writer.begin();
      writer.values().write(item, "item");
      writer.end();
    }
    return writer.toParcel();
  }

  /** A stream that takes and gives as much as chance has it. */
  private static final class Pipe implements StreamWriter, RecordReader.Source {
    private final Random random = new Random(3);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private byte[] written = {};
    private int at;

    private int some(long most) {
      return (int) Math.min(most, 1 + random.nextInt(random.nextBoolean() ? 20 : 100_000));
    }

    @Override
    public int write(byte[] source, int offset, int length) {
      int count = some(length);
      bytes.write(source, offset, count);
      return count;
    }

    @Override
    public int write(Attachment source, long offset) {
      ByteBuffer part = ByteBuffer.allocate(some(source.byteLength() - offset));
      int count = source.copyOut(offset, part);
      bytes.write(part.array(), 0, count);
      return count;
    }

    @Override
    public void flush() {}

    @Override
    public void flushSoon() {}

    @Override
    public boolean waitForSpace() {
      return true;
    }

    void turn() {
      written = bytes.toByteArray();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = some(Math.min(length, written.length - at));
      System.arraycopy(written, at, target, offset, count);
      at += count;
      return count;
    }

    @Override
    public int read(Attachment target, long offset) {
      ByteBuffer rest = ByteBuffer.wrap(written, at, some(written.length - at));
      int count = target.copyIn(offset, rest);
      at += count;
      return count;
    }
  }

  private static Pipe send(Parcel parcel) {
    Pipe pipe = new Pipe();
    Outbox outbox = new Outbox(pipe);
    outbox.add(parcel);
    while (!outbox.pump()) {}
    pipe.turn();
    return pipe;
  }

  private static List<Object> receive(Parcel parcel) {
    return receive(send(parcel), parcel.records());
  }

  private static List<Object> receive(Pipe pipe, int count) {
    RecordReader records = new RecordReader();
    ValueReader values = new ValueReader(new ShapeTable(ParcelTest.class.getClassLoader(), null));
    List<Object> received = new ArrayList<>();
    while (received.size() < count) {
      if (!records.next(pipe)) {
        records.fill(pipe);
        continue;
      }
      RecordReader.Large large = records.large();
      if (large == null) {
        values.source().reset(records.buffer(), records.from(), records.to());
      } else {
        values.source().reset(large.blocks(), large.blockLengths());
        values.attach(large.attachments());
        large.skipDirectory(values.source());
      }
      received.add(values.read());
    }
    assertThat(pipe.at).isEqualTo(pipe.written.length);
    return received;
  }

  private static void assertSame(List<Object> actual, List<Object> expected) {
    assertThat(Arrays.deepEquals(flat(actual), flat(expected))).isTrue();
  }

  private static Object[] flat(List<Object> items) {
    return items.stream()
        .map(item -> item instanceof List<?> list ? list.toArray() : item)
        .toArray();
  }

  @Test
  void carriesRecordsOfAllSizes() {
    assertSame(receive(parcel(items())), items());
  }

  @Test
  void smallOnesGoTogetherAndAllInTheirOrder() {
    List<Object> items = items();
    Pipe pipe = new Pipe();
    Outbox outbox = new Outbox(pipe);
    for (int i = 0; i < items.size(); i++) {
      outbox.add(parcel(items.subList(i, i + 1)));
      assertThat(outbox.isEmpty()).isFalse();
      if (i % 11 == 0) {
        var _ = outbox.pump();
      }
    }
    while (!outbox.pump()) {}
    assertThat(outbox.isEmpty()).isTrue();
    pipe.turn();
    assertThat(outbox.written()).isEqualTo(pipe.written.length);
    assertSame(receive(pipe, items.size()), items);
  }

  @Test
  void isCutAnywhere() {
    List<Object> items = items();
    Parcel whole = parcel(items);
    for (int from = 0; from <= items.size(); from++) {
      int to = from + (items.size() - from) / 2;
      assertSame(receive(whole.part(from, to)), items.subList(from, to));
      assertSame(receive(whole.part(from, items.size())), items.subList(from, items.size()));
    }
  }

  @Test
  void isCutAgain() {
    List<Object> items = items();
    Parcel part = parcel(items).part(10, items.size() - 1).part(90, 115);
    assertSame(receive(part), items.subList(100, 125));
    assertThatThrownBy(() -> part.part(3, 26)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void leavesOutWhatCouldNotBeSent() {
    ParcelWriter writer = new ParcelWriter();
    for (Object item : new Object[] {1, new Object(), new long[9_000], new Object(), "end"}) {
      writer.begin();
      try {
        writer.values().write(item, "item");
        writer.end();
      } catch (NotSendableException e) {
        writer.drop();
      }
    }
    assertThat(writer.records()).isEqualTo(3);
    assertSame(receive(writer.toParcel()), List.of(1, new long[9_000], "end"));
  }

  /** A body of a type and some bytes. */
  private static byte[] typed(int type, int length) {
    byte[] body = new byte[length];
    body[0] = (byte) type;
    return body;
  }

  private static Parcel bodies(byte[]... bodies) {
    ParcelWriter writer = new ParcelWriter();
    for (byte[] each : bodies) {
      writer.begin().putBytes(each, 0, each.length);
      writer.end();
    }
    return writer.toParcel();
  }

  @Test
  void aFrameOfItsOwnIsARecordLikeAnyOther() {
    for (int length : new int[] {1, 31, 62, 63, 64, 65, 500, 9_000}) {
      byte[] body = typed(1, length);
      ByteSink frame = ByteSink.withFrame(32);
      frame.putBytes(body, 0, length);
      Parcel parcel = Parcel.of(frame);
      assertThat(parcel.records()).isEqualTo(1);
      assertThat(Parcel.toBytes(List.of(parcel))).isEqualTo(Parcel.toBytes(List.of(bodies(body))));
    }
  }

  @Test
  void passesSmallRecordsOfOneKindTogether() {
    Parcel parcel =
        bodies(typed(0, 1), typed(1, 63), typed(0, 64), typed(1, 8191), typed(2, 3), typed(0, 5));
    Pipe pipe = send(parcel);
    RecordReader records = new RecordReader();
    while (records.fill(pipe) && pipe.at < pipe.written.length) {}
    int start = records.position();
    assertThat(records.passSmall(1)).isEqualTo(4);
    assertThat(records.passedSince(start)).hasSize(1 + 1 + 1 + 63 + 2 + 64 + 2 + 8191);
    assertThat(records.passSmall(1)).isZero();
    assertThat(records.next(pipe)).isTrue();
    assertThat(records.buffer()[records.from()]).isEqualTo((byte) 2);
    assertThat(records.passSmall(1)).isEqualTo(1);
    assertThat(records.next(pipe)).isFalse();
  }

  @Test
  void passesSmallRecordsThatAreAlike() {
    byte[][] bodies = new byte[1_000][];
    for (int i = 0; i < bodies.length; i++) {
      // In rows that are alike, of which some have a header of two bytes that looks like a short
      // one.
      bodies[i] = typed(i / 10 % 2, new int[] {1, 5, 63, 64, 255, 256}[i / 50 % 6]);
      Arrays.fill(bodies[i], 1, bodies[i].length, (byte) i);
    }
    Pipe pipe = send(bodies(bodies));
    RecordReader records = new RecordReader();
    int passed = 0;
    while (records.fill(pipe)) {
      passed += records.passSmall(1);
    }
    assertThat(passed).isEqualTo(bodies.length);
    assertThat(records.next(pipe)).isFalse();
  }

  @Test
  void damagedBytesAreNotTakenForRecordsThatAreAlike() {
    byte[] damaged = new byte[100];
    Arrays.fill(damaged, (byte) -1);
    Pipe pipe = new Pipe();
    pipe.written = damaged;
    RecordReader records = new RecordReader();
    while (pipe.at < damaged.length) {
      records.fill(pipe);
      assertThat(records.passSmall(1)).isZero();
    }
    assertThatThrownBy(() -> records.next(pipe)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void whatHasArrivedIsReadWhereItStands() {
    Parcel parcel = bodies(typed(0, 1), typed(1, 63), typed(2, 100_000), typed(0, 5));
    Pipe pipe = send(parcel);
    RecordReader records = new RecordReader();
    while (records.fill(pipe) && pipe.at < 1_000) {}
    ByteSource arrived = new ByteSource();
    records.open(arrived);
    assertThat(arrived.getByte()).isEqualTo((byte) (1 << 1));
    assertThat(arrived.getByte()).isZero();
    records.goOnBehind(arrived);
    records.open(arrived);
    records.goOnBehind(arrived);
    assertThat(records.next(pipe)).isTrue();
    assertThat(records.to() - records.from()).isEqualTo(63);
    // Nothing of a record that is too large to stand anywhere is taken for another.
    while (!records.next(pipe)) {
      records.open(arrived);
      assertThat(arrived.remaining()).isZero();
      records.goOnBehind(arrived);
      var _ = records.fill(pipe);
    }
    assertThat(records.large()).isNotNull();
    while (!records.next(pipe)) {
      var _ = records.fill(pipe);
    }
    assertThat(records.to() - records.from()).isEqualTo(5);
  }

  @Test
  void numbersOfAnInputAreRecordsUntilThereIsAnotherValue() {
    List<Object> input = Arrays.asList(1, 300, 70_000, 1L << 40, "text", 5, null, 6L, 7);
    Pushback rest = new Pushback(input.iterator());
    ParcelWriter writer = new ParcelWriter();
    while (rest.hasNext() && writer.records() < 8) {
      writer.addNumbers(rest, 8);
      if (rest.hasNext() && writer.records() < 8) {
        writer.begin();
        writer.values().write(rest.next(), "value");
        writer.end();
      }
    }
    assertThat(writer.records()).isEqualTo(8);
    assertThat(rest.next()).isEqualTo(7);
    assertThat(rest.hasNext()).isFalse();
    assertSame(receive(writer.toParcel()), input.subList(0, 8));
  }

  @Test
  void anInputThatFailsLosesNoRecordBeforeIt() {
    List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
    Iterator<Integer> input = numbers.iterator();
    Pushback failing =
        new Pushback(
            Stream.generate(
                    () -> {
                      if (!input.hasNext()) {
                        throw new IllegalStateException("the input fails");
                      }
                      return input.next();
                    })
                .iterator());
    ParcelWriter writer = new ParcelWriter();
    assertThatThrownBy(() -> writer.addNumbers(failing, 5_000)).hasMessage("the input fails");
    assertThat(writer.records()).isEqualTo(numbers.size());
    assertSame(receive(writer.toParcel()), List.copyOf(numbers));
  }

  @Test
  void neverHangsOrRunsOverOnDamagedRecords() {
    byte[] good = Parcel.toBytes(List.of(bodies(typed(0, 1), typed(1, 63), typed(0, 300))));
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = good.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Pipe pipe = new Pipe();
      pipe.written = damaged;
      RecordReader records = new RecordReader();
      try {
        while (pipe.at < damaged.length) {
          records.fill(pipe);
          int passed;
          do {
            int start = records.position();
            passed = records.passSmall(1);
            assertThat(records.passedSince(start).length).isBetween(passed * 2, damaged.length);
          } while (records.next(pipe));
        }
      } catch (ProtocolException expected) {
        assertThat(expected).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void readsNoRecordBeyondItsEnd() {
    ByteSource source = new ByteSource();
    source.reset(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, 0);
    source.move(2, 5);
    assertThatThrownBy(source::getInt).isInstanceOf(ProtocolException.class);
  }
}

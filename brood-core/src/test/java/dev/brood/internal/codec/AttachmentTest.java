package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProtocolException;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class AttachmentTest {
  private final Random random = new Random(7);

  /** An array of a kind with random content, as its bytes. */
  private Attachment filled(int kind, int length, byte[] bytes) {
    random.nextBytes(bytes);
    if (kind == PrimitiveArrays.BOOLEAN) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    Attachment attachment = Attachment.allocate(kind, length);
    assertThat(attachment.copyIn(0, ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
    return attachment;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void anyRangeOfBytesIsCopied(int kind) {
    int length = 37;
    byte[] bytes = new byte[length << PrimitiveArrays.shift(kind)];
    Attachment from = filled(kind, length, bytes);
    assertThat(from.kind()).isEqualTo(kind);
    assertThat(from.length()).isEqualTo(length).isEqualTo(Array.getLength(from.array()));
    assertThat(from.byteLength()).isEqualTo(bytes.length);
    for (int offset = 0; offset <= bytes.length; offset++) {
      for (int count : new int[] {0, 1, 3, 8, 13, bytes.length}) {
        for (boolean direct : new boolean[] {false, true}) {
          ByteBuffer out = direct ? ByteBuffer.allocateDirect(count) : ByteBuffer.allocate(count);
          int expected = Math.min(count, bytes.length - offset);
          assertThat(from.copyOut(offset, out)).isEqualTo(expected).isEqualTo(out.position());
          out.flip();
          assertThat(out).isEqualTo(ByteBuffer.wrap(bytes, offset, expected));
          Attachment to = Attachment.allocate(kind, length);
          to.copyIn(0, ByteBuffer.wrap(bytes, 0, offset));
          assertThat(to.copyIn(offset, out)).isEqualTo(expected);
          to.copyIn(
              offset + expected,
              ByteBuffer.wrap(bytes, offset + expected, bytes.length - offset - expected));
          byte[] back = new byte[bytes.length];
          to.copyOut(0, ByteBuffer.wrap(back));
          assertThat(back).isEqualTo(bytes);
        }
      }
    }
  }

  private static String text(int length, boolean wide) {
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      // Surrogates without their other half too: any sequence of chars survives.
      chars[i] = (char) (wide ? 0xd700 + i % 0x900 : i % 0x100);
    }
    return new String(chars);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anyRangeOfATextIsCopied(boolean wide) {
    String text = text(70_001, wide);
    Attachment from = Attachment.of(text, !wide);
    assertThat(from.length()).isEqualTo(text.length());
    assertThat(from.byteLength()).isEqualTo(text.length() * (wide ? 2L : 1));
    for (int stretch : new int[] {1_001, 16_384, 65_537, 200_000}) {
      Attachment to = Attachment.allocate(from.kind(), from.length());
      for (long offset = 0; offset < from.byteLength(); ) {
        ByteBuffer piece = ByteBuffer.allocateDirect(stretch);
        int count = from.copyOut(offset, piece);
        assertThat(count).isEqualTo(piece.flip().remaining()).isPositive();
        assertThat(to.copyIn(offset, piece)).isEqualTo(count);
        offset += count;
      }
      assertThat(to.text()).isEqualTo(text);
    }
  }

  private record Page(String text, int words) implements Serializable {}

  @ParameterizedTest
  @CsvSource({"32767, false, 0", "32768, false, 1", "16383, true, 0", "16384, true, 1"})
  void aLongTextTravelsBesideTheBytes(int length, boolean wide, int attachments) {
    String text = text(length, wide);
    Object[] values = {
      text,
      new Page(text, 7),
      List.of(text, "short", 1),
      new String[] {text, null},
      Map.of(text, 2.5),
      new StringHolder(text)
    };
    for (Object value : values) {
      Wire wire = Wire.cut(1_000);
      Object back = wire.send(value);
      assertThat(Objects.deepEquals(back, value)).isTrue();
      boolean ofJdk = value instanceof StringHolder;
      assertThat(wire.writer.attachmentCount()).isEqualTo(ofJdk ? 0 : attachments);
    }
  }

  /** Not a record: it goes through JDK serialization, which has the text in its stream. */
  private static final class StringHolder implements Serializable {
    private static final long serialVersionUID = 1;

    private final String text;

    StringHolder(String text) {
      this.text = text;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof StringHolder holder && holder.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  @Test
  void aLongTextIsPassedOver() {
    Wire wire = new Wire();
    wire.writer.write(text(100_000, false), "first");
    wire.writer.write(text(100_000, true), "second");
    wire.deliver();
    wire.reader.skip();
    assertThat(wire.reader.read()).isEqualTo(text(100_000, true));
  }

  @Test
  void onlyCharsAreAText() {
    assertThatThrownBy(() -> Attachment.allocate(PrimitiveArrays.LONG, 2).text())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("kind=5");
  }

  private record Named(String name, MemorySegment memory) implements Serializable {}

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 100, Attachment.THRESHOLD, 100_003})
  void aMemorySegmentIsCopiedWhenItIsWritten(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    Wire wire = new Wire();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(size, 8).copyFrom(MemorySegment.ofArray(bytes));
      MemorySegment part = memory.asSlice(size / 2).asReadOnly();
      wire.writer.write(memory, "memory");
      wire.writer.write(new Named("part", part), "part");
      wire.writer.write(Arrays.asList(memory, memory), "twice");
      memory.fill((byte) 1);
    }
    wire.deliver();
    MemorySegment back = (MemorySegment) wire.reader.read();
    assertThat(back.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
    back.fill((byte) 2);
    if (size >= Long.BYTES) {
      assertThat(back.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(0x0202_0202_0202_0202L);
    }
    Named part = (Named) wire.reader.read();
    assertThat(part.memory.toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo(Arrays.copyOfRange(bytes, size / 2, size));
    List<?> twice = (List<?>) wire.reader.read();
    assertThat(twice.get(0)).isSameAs(twice.get(1)).isInstanceOf(MemorySegment.class);
    assertThat(wire.writer.attachmentCount())
        .as("large ones travel beside the stream")
        .isEqualTo(size < Attachment.THRESHOLD ? 0 : size / 2 < Attachment.THRESHOLD ? 2 : 3);
  }

  @Test
  void aMemorySegmentThatIsClosedCannotBeSent() {
    Arena arena = Arena.ofConfined();
    MemorySegment memory = arena.allocate(8);
    arena.close();
    assertThatThrownBy(() -> new Wire().send(memory))
        .isInstanceOf(NotSendableException.class)
        .hasMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void smallArraysAreCutByTheEndOfABlock(int kind) {
    int length = 1500;
    Object array = filled(kind, length, new byte[length << PrimitiveArrays.shift(kind)]).array();
    for (int blockSize : new int[] {0, 1, 7, 1000}) {
      Object back = Wire.cut(blockSize).send(array);
      assertThat(Objects.deepEquals(back, array)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 17})
  void offsetsOutsideAreRefused(long offset) {
    Attachment attachment = Attachment.allocate(PrimitiveArrays.LONG, 2);
    assertThatThrownBy(() -> attachment.copyOut(offset, ByteBuffer.allocate(1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 8, 99})
  void unknownKindsAreRefused(int kind) {
    assertThatThrownBy(() -> Attachment.allocate(kind, 1)).isInstanceOf(ProtocolException.class);
  }
}

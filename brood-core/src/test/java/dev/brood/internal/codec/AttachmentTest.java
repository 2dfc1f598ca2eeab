package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.ProtocolException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
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

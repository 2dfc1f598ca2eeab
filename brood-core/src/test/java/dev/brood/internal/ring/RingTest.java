package dev.brood.internal.ring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RingTest {

  private static final int CAPACITY = 4096;

  private final ByteBuffer region =
      ByteBuffer.allocateDirect(RingLayout.size(CAPACITY)).order(ByteOrder.nativeOrder());
  private final RingWriter writer;
  private final RingReader reader;

  RingTest() {
    RingLayout.initialize(region, CAPACITY);
    writer = new RingWriter(region, 1);
    reader = new RingReader(region, 1);
  }

  private void write(String text) {
    assertThat(writer.write(text.getBytes(ISO_8859_1), 0, text.length())).isEqualTo(text.length());
  }

  private String read(int most) {
    byte[] target = new byte[most];
    return new String(target, 0, reader.read(target, 0, most), ISO_8859_1);
  }

  @Test
  void showsNothingBeforeItIsPublished() {
    write("one");
    assertThat(reader.available()).isZero();
    assertThat(read(10)).isEmpty();
    writer.publish();
    assertThat(read(10)).isEqualTo("one");
  }

  @Test
  void takesUpToEightBytesThatAreANumber() {
    assertThat(writer.write(0x64_63_62_61L, 3)).isTrue();
    assertThat(writer.write(0x68_67_66_65_64_63_62_61L, 8)).isTrue();
    assertThat(reader.recorded()).isEqualTo(11);
    writer.publish();
    assertThat(read(20)).isEqualTo("abcabcdefgh");
  }

  @Test
  void aNumberOfBytesNeitherWrapsNorOverwrites() {
    write("x".repeat(CAPACITY - 7));
    writer.publish();
    // There is room for the three bytes, but not for the store of eight.
    assertThat(writer.write(0x63_62_61L, 3)).isFalse();
    assertThat(reader.recorded()).isEqualTo(CAPACITY - 7);
    assertThat(read(100)).hasSize(100);
    assertThat(writer.write(0x63_62_61L, 3)).isFalse();
    write("0123456789");
    assertThat(writer.write(0x63_62_61L, 3)).isTrue();
    writer.publish();
    assertThat(read(CAPACITY)).hasSize(CAPACITY - 107).endsWith("x");
    assertThat(read(CAPACITY)).isEqualTo("0123456789abc");
  }

  @Test
  void keepsWhatADeadWriterRecorded() {
    write("one");
    writer.publish();
    write("two");
    assertThat(read(10)).isEqualTo("one");
    assertThat(reader.recorded()).isEqualTo(3);
    assertThat(read(10)).isEqualTo("two");
  }

  @Test
  void readsOnWhereItTookBytesThatWerePublishedLater() {
    write("early");
    assertThat(reader.recorded()).isEqualTo(5);
    assertThat(read(2)).isEqualTo("ea");
    writer.publish();
    assertThat(read(10)).isEqualTo("rly");
    assertThat(reader.available()).isZero();
    write("next");
    writer.publish();
    assertThat(read(10)).isEqualTo("next");
  }

  @Test
  void doesNotSleepOverWhatIsRecorded() {
    write("x");
    assertThat(reader.waitForBytes()).isTrue();
    assertThat(writer.takeReaderWaits()).isFalse();
    assertThat(read(10)).isEqualTo("x");
    assertThat(reader.waitForBytes()).isFalse();
    assertThat(writer.takeReaderWaits()).isTrue();
    assertThat(writer.takeReaderWaits()).isFalse();
  }

  @Test
  void keepsTheOrderOverManyRoundsWhateverIsPublished() {
    Random random = new Random(7);
    byte[] chunk = new byte[300];
    int written = 0;
    int read = 0;
    byte[] target = new byte[500];
    while (read < 200_000) {
      int length = random.nextInt(chunk.length);
      for (int i = 0; i < length; i++) {
        chunk[i] = (byte) (written + i);
      }
      written += writer.write(chunk, 0, length);
      if (random.nextInt(3) == 0) {
        writer.publish();
      }
      if (random.nextInt(5) == 0) {
        reader.recorded();
      }
      int count = reader.read(target, 0, random.nextInt(target.length));
      for (int i = 0; i < count; i++) {
        assertThat(target[i]).isEqualTo((byte) (read + i));
      }
      read += count;
    }
    assertThat(read).isLessThanOrEqualTo(written);
  }

  @Test
  void refusesPositionsThatNoWriterCanHave() {
    write("one");
    writer.publish();
    assertThat(read(10)).isEqualTo("one");
    int words = RingLayout.words(1);
    region.putLong(words + RingLayout.WRITE_POSITION, CAPACITY + 4);
    assertThatThrownBy(reader::available).isInstanceOf(IllegalStateException.class);
    region.putLong(words + RingLayout.RECORDED_POSITION, 2);
    assertThatThrownBy(reader::recorded).isInstanceOf(IllegalStateException.class);
  }
}

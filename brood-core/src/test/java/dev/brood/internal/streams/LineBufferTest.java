package dev.brood.internal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private final List<String> pieces = new ArrayList<>();
  private Charset charset = StandardCharsets.ISO_8859_1;
  private LineBuffer buffer = bufferFor(charset);

  private LineBuffer bufferFor(Charset wanted) {
    charset = wanted;
    return new LineBuffer(
        (bytes, from, to) -> {
          all.write(bytes, from, to - from);
          pieces.add(new String(bytes, from, to - from, charset));
        },
        wanted);
  }

  private void readAll(InputStream in) throws IOException {
    boolean more = true;
    while (more) {
      more = buffer.readFrom(in);
    }
    buffer.flush();
  }

  @Property(tries = 200)
  void passesAllBytesOnAndCutsAtLineEnds(
      @ForAll @Size(max = 20) List<@IntRange(max = 30_000) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 70_000) int chunk)
      throws IOException {
    all.reset();
    pieces.clear();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int length : lengths) {
      text.writeBytes("z".repeat(length).getBytes(StandardCharsets.US_ASCII));
      text.write('\n');
    }
    text.writeBytes("rest".getBytes(StandardCharsets.US_ASCII));
    readAll(new Trickle(text.toByteArray(), chunk));
    assertThat(all.toByteArray()).isEqualTo(text.toByteArray());
    assertThat(pieces.getLast()).isEqualTo("rest");
    assertThat(pieces.subList(0, pieces.size() - 1)).allMatch(piece -> piece.endsWith("\n"));
  }

  @Test
  void cutsALineThatIsTooLong() throws IOException {
    readAll(new ByteArrayInputStream(new byte[LineBuffer.LONGEST * 2 + 5]));
    assertThat(pieces)
        .extracting(String::length)
        .containsExactly(LineBuffer.LONGEST, LineBuffer.LONGEST, 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GB18030", "EUC-JP", "Shift_JIS"})
  void cutsNoCharacterInTwo(String name) throws IOException {
    buffer = bufferFor(Charset.forName(name));
    String line = "a" + "\u3042b\u3044".repeat(LineBuffer.LONGEST / 4);
    readAll(new Trickle(line.getBytes(charset), 70_000));
    assertThat(pieces).hasSizeGreaterThan(1);
    assertThat(String.join("", pieces)).isEqualTo(line);
  }

  @Test
  void passesOnBytesThatAreNoCharacters() throws IOException {
    buffer = bufferFor(StandardCharsets.UTF_8);
    byte[] bytes = new byte[LineBuffer.LONGEST + 5];
    Arrays.fill(bytes, (byte) 0xe3);
    readAll(new ByteArrayInputStream(bytes));
    assertThat(all.toByteArray()).isEqualTo(bytes);
    assertThat(pieces).hasSize(2);
  }

  @Test
  void theStartOfALineThatWasPassedOnIsNotPassedOnAgain() throws IOException {
    InputStream in = new Trickle("ab\ncd\nef".getBytes(StandardCharsets.US_ASCII), 4);
    assertThat(buffer.readFrom(in)).isTrue();
    buffer.flush();
    buffer.flush();
    readAll(in);
    assertThat(pieces).containsExactly("ab\n", "c", "d\n", "ef");
  }

  @Test
  void anEmptyStreamHasNoLines() throws IOException {
    readAll(InputStream.nullInputStream());
    assertThat(pieces).isEmpty();
  }

  /** Brings a few bytes with each read, as a pipe does. */
  private static final class Trickle extends ByteArrayInputStream {
    private final int most;

    Trickle(byte[] bytes, int most) {
      super(bytes);
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) {
      return super.read(bytes, offset, Math.min(length, most));
    }
  }
}

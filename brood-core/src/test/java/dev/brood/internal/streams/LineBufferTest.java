package dev.brood.internal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineBufferTest {
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private final List<String> pieces = new ArrayList<>();
  private final LineBuffer buffer =
      new LineBuffer((bytes, from, to) -> {
        all.write(bytes, from, to - from);
        pieces.add(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
      });

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

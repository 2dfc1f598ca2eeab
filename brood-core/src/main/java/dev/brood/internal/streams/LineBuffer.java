package dev.brood.internal.streams;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into runs of whole lines.
 *
 * <p>As many lines as one read brings are passed on in one piece. A line longer than {@link
 * #LONGEST} is passed on in parts, so that a child that never ends its line cannot fill this JVM.
 */
public final class LineBuffer {
  /** Takes what was cut off. */
  interface Sink {
    /**
     * Takes {@code bytes[from..to)}: whole lines with their ends, or, at the end of the stream and
     * in a line that is too long, the part of a line.
     */
    void accept(byte[] bytes, int from, int to);
  }

  /** The longest line that is kept in one piece. */
  public static final int LONGEST = 1 << 20;

  private static final int SMALL = 1 << 13;

  /** What a pipe holds; a read never brings more. */
  private static final int PIPE = 1 << 16;

  private final Sink sink;
  private byte[] buffer = new byte[SMALL];

  /** The buffer holds the start of a line: this many bytes, with no end of a line among them. */
  private int held;

  LineBuffer(Sink sink) {
    this.sink = sink;
  }

  /** Reads once, waiting if there is nothing to read; false at the end of the stream. */
  boolean readFrom(InputStream in) throws IOException {
    if (held == buffer.length) {
      makeRoom();
    }
    int read = in.read(buffer, held, buffer.length - held);
    if (read < 0) {
      return false;
    }
    int filled = held + read;
    int end = filled;
    while (end > held && buffer[end - 1] != '\n') {
      end--;
    }
    if (end > held) {
      sink.accept(buffer, 0, end);
      System.arraycopy(buffer, end, buffer, 0, filled - end);
      held = filled - end;
    } else {
      held = filled;
    }
    resize(filled);
    return true;
  }

  private void makeRoom() {
    if (held < LONGEST) {
      buffer = Arrays.copyOf(buffer, Math.min(LONGEST, held * 2));
    } else {
      flush();
    }
  }

  /** A busy stream gets a buffer as large as a pipe; one that had a long line goes back to it. */
  private void resize(int filled) {
    boolean busy = filled == buffer.length && buffer.length < PIPE;
    boolean tooLarge = held < PIPE && buffer.length > PIPE;
    if (busy || tooLarge) {
      buffer = Arrays.copyOf(buffer, PIPE);
    }
  }

  /** Passes on the line that has no end yet, if there is one. */
  void flush() {
    if (held > 0) {
      int length = held;
      held = 0;
      sink.accept(buffer, 0, length);
    }
  }
}

package dev.brood.internal.streams;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into runs of whole lines.
 *
 * <p>As many lines as one read brings are passed on in one piece. A line longer than {@link
 * #LONGEST} is passed on in parts, so that a child that never ends its line cannot fill this JVM.
 * No character is cut in two.
 *
 * <p>One thread reads. Another may meanwhile have the start of a line passed on, if nobody knows
 * whether its end will ever come. The sink is called by one thread at a time.
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

  /** Characters that are decoded at a time, to see where one ends. */
  private static final int DECODED = 1 << 13;

  private final Sink sink;
  private final Charset charset;
  private final Object lock = new Object();

  // Changed by the reading thread with the lock. What is held stays as it is while it reads.
  private byte[] buffer = new byte[SMALL];

  /** The buffer holds the start of a line: this many bytes, with no end of a line among them. */
  private int held;

  /** How many of these were passed on already; guarded by the lock. */
  private int passed;

  LineBuffer(Sink sink, Charset charset) {
    this.sink = sink;
    this.charset = charset;
  }

  /** Reads once, waiting if there is nothing to read; false at the end of the stream. */
  boolean readFrom(InputStream in) throws IOException {
    if (held == buffer.length) {
      synchronized (lock) {
        makeRoom();
      }
    }
    int read = in.read(buffer, held, buffer.length - held);
    if (read < 0) {
      return false;
    }
    synchronized (lock) {
      take(held + read);
    }
    return true;
  }

  private void take(int filled) {
    int end = filled;
    while (end > held && buffer[end - 1] != '\n') {
      end--;
    }
    if (end > held) {
      sink.accept(buffer, passed, end);
      passed = 0;
      System.arraycopy(buffer, end, buffer, 0, filled - end);
      held = filled - end;
    } else {
      held = filled;
    }
    resize(filled);
  }

  private void makeRoom() {
    if (held < LONGEST) {
      buffer = Arrays.copyOf(buffer, Math.min(LONGEST, held * 2));
    } else {
      int end = Math.max(passed, endOfCharacters());
      sink.accept(buffer, passed, end);
      passed = 0;
      System.arraycopy(buffer, end, buffer, 0, held - end);
      held -= end;
    }
  }

  /** Returns where the last character ends that is held as a whole. */
  private int endOfCharacters() {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, held);
    CharBuffer characters = CharBuffer.allocate(DECODED);
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    while (decoder.decode(bytes, characters, false).isOverflow()) {
      characters.clear();
    }
    return bytes.position() > 0 ? bytes.position() : held;
  }

  /** A busy stream gets a buffer as large as a pipe; one that had a long line goes back to it. */
  private void resize(int filled) {
    boolean busy = filled == buffer.length && buffer.length < PIPE;
    boolean tooLarge = held < PIPE && buffer.length > PIPE;
    if (busy || tooLarge) {
      buffer = Arrays.copyOf(buffer, PIPE);
    }
  }

  /** Passes on the line that has no end yet, if there is one. Any thread may call this. */
  void flush() {
    synchronized (lock) {
      if (held > passed) {
        int from = passed;
        passed = held;
        sink.accept(buffer, from, held);
      }
    }
  }
}

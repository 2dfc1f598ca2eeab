package dev.brood.internal.streams;

import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Remembers the last lines of a stream, each up to a length. One thread adds, any thread may ask.
 */
final class LastLines {
  /** Bytes that are kept of one line. */
  private static final int LONGEST = 2_000;

  private final int most;
  private final Charset charset;

  /** Guarded by itself. */
  private final Deque<byte[]> lines = new ArrayDeque<>();

  LastLines(int most, Charset charset) {
    this.most = most;
    this.charset = charset;
  }

  /** Adds {@code bytes[from..to)}, which is one or more lines. */
  void add(byte[] bytes, int from, int to) {
    if (most == 0) {
      return;
    }
    // Of many lines only the last can matter, so the search starts at the end.
    int start = endOfText(bytes, from, to);
    int wanted = most;
    while (start > from && wanted > 0) {
      start--;
      if (bytes[start] == '\n') {
        wanted--;
      }
    }
    if (wanted == 0) {
      start++;
    }
    synchronized (lines) {
      for (int at = start; at < to; ) {
        int end = at;
        while (end < to && bytes[end] != '\n') {
          end++;
        }
        addLine(bytes, at, end);
        at = end + 1;
      }
    }
  }

  private static int endOfText(byte[] bytes, int from, int to) {
    return to > from && bytes[to - 1] == '\n' ? to - 1 : to;
  }

  private void addLine(byte[] bytes, int from, int to) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    if (lines.size() == most) {
      lines.removeFirst();
    }
    lines.addLast(Arrays.copyOfRange(bytes, from, Math.min(end, from + LONGEST)));
  }

  /** Returns the lines, oldest first. */
  List<String> lines() {
    List<String> texts = new ArrayList<>();
    synchronized (lines) {
      for (byte[] line : lines) {
        String text = new String(line, charset);
        texts.add(line.length == LONGEST ? text + "..." : text);
      }
    }
    return texts;
  }
}

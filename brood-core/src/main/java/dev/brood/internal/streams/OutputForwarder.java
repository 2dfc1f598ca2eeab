package dev.brood.internal.streams;

import dev.brood.internal.os.Terminal;
import dev.brood.jvm.Stdio;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Writes lines of children to {@code System.out} and {@code System.err} of this JVM.
 *
 * <p>The bytes are passed on unchanged, in one call for whole lines, to whatever stream is set
 * there at that moment. All children write through one {@link Terminal}, since both streams often
 * end in one; against other writers of this JVM the lock in {@link PrintStream} does the same.
 */
final class OutputForwarder implements LineBuffer.Sink {
  private final Stdio.Source kind;
  private final byte[] tag;

  /** Only one thread at a time passes lines on. */
  private byte[] tagged = new byte[0];

  OutputForwarder(Stdio.Source kind, String tag, Charset charset) {
    this.kind = kind;
    this.tag = tag.getBytes(charset);
  }

  @Override
  public void accept(byte[] bytes, int from, int to) {
    if (tag.length == 0) {
      write(bytes, from, to);
    } else {
      int length = tagLines(bytes, from, to);
      write(tagged, 0, length);
    }
  }

  private void write(byte[] bytes, int from, int to) {
    PrintStream stream = kind == Stdio.Source.OUTPUT ? System.out : System.err;
    Terminal.standardError().pass(stream, bytes, from, to - from);
  }

  /** Writes the lines with tags, each ended, into {@code tagged}; returns their length. */
  private int tagLines(byte[] bytes, int from, int to) {
    int length = 0;
    for (int at = from; at < to; ) {
      int end = at;
      while (end < to && bytes[end] != '\n') {
        end++;
      }
      int needed = length + tag.length + (end - at) + 1;
      if (needed > tagged.length) {
        tagged = Arrays.copyOf(tagged, Math.max(needed, (to - from) * 2));
      }
      System.arraycopy(tag, 0, tagged, length, tag.length);
      System.arraycopy(bytes, at, tagged, length + tag.length, end - at);
      tagged[needed - 1] = '\n';
      length = needed;
      at = end + 1;
    }
    return length;
  }
}

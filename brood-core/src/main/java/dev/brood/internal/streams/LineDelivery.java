package dev.brood.internal.streams;

import dev.brood.internal.util.Log;
import dev.brood.jvm.Stdio;
import java.nio.charset.Charset;

/**
 * Gives lines of a child to a listener.
 *
 * <p>A listener that is slow slows the child down, through its full pipe. One that throws loses
 * nothing but the line that it threw at; only the first of its exceptions is logged.
 */
final class LineDelivery implements LineBuffer.Sink {
  private final Stdio.Listener listener;
  private final Stdio.Source kind;
  private final String child;
  private final Charset charset;
  private boolean logged;

  LineDelivery(Stdio.Listener listener, Stdio.Source kind, String child, Charset charset) {
    this.listener = listener;
    this.kind = kind;
    this.child = child;
    this.charset = charset;
  }

  @Override
  public void accept(byte[] bytes, int from, int to) {
    for (int at = from; at < to; ) {
      int end = at;
      while (end < to && bytes[end] != '\n') {
        end++;
      }
      int text = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
      deliver(new String(bytes, at, text - at, charset));
      at = end + 1;
    }
  }

  // A user's code: whatever it throws must not end the thread that empties the child's pipe.
  private void deliver(String line) {
    try {
      listener.line(kind, line);
    } catch (Throwable failure) {
      if (!logged) {
        logged = true;
        Log.warning(
            "the listener for the output of " + child + " threw; this is logged once", failure);
      }
    }
  }
}

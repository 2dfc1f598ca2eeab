package dev.brood.internal.fork;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Owner: tells the order of {@link java.util.LinkedHashMap}s. Nothing but their serialized form
 * does, where it is the last byte. One stream is used for all of them: to make one takes longer
 * than to copy a small map.
 */
final class MapOrder {

  private final LastByte last = new LastByte();
  private @Nullable WithoutContent out;

  /** Tells whether the order of a map is that of access, and not that of insertion. */
  boolean isOfAccess(Map<?, ?> map) {
    try {
      WithoutContent stream = out;
      if (stream == null) {
        stream = new WithoutContent(last);
      }
      // One that is left by an exception is not used again.
      out = null;
      stream.write(map);
      out = stream;
    } catch (IOException e) {
      throw new AssertionError("a map without content can be serialized", e);
    }
    return last.value != 0;
  }

  private static final class LastByte extends OutputStream {
    int value;

    @Override
    public void write(int one) {
      value = one;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      value = count > 0 ? bytes[from + count - 1] : value;
    }
  }

  private static final class WithoutContent extends ObjectOutputStream {
    private @Nullable Object whole;

    WithoutContent(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    void write(Object map) throws IOException {
      whole = map;
      reset();
      writeObject(map);
      flush();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // A key or value may be an equal map.
    protected @Nullable Object replaceObject(Object object) {
      return object == whole ? object : null;
    }
  }
}

package dev.brood.internal.queue;

import dev.brood.exception.NotReceivableException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Rebuilds elements, without a lock since that runs the user's code. For one thread at a time.
 *
 * <p>What it knows of classes it keeps by the descriptions of their shapes: the same bytes from the
 * same or another process mean the same.
 */
public final class ElementDecoder {

  private static final int MOST_KNOWN = 256;

  private final ClassLoader loader;
  private final Map<ByteBuffer, ValueReader> known = new HashMap<>();

  private byte[] lastShapes = {};
  private ValueReader lastReader;

  /**
   * Makes a decoder.
   *
   * @param loader finds the classes of elements
   */
  public ElementDecoder(ClassLoader loader) {
    this.loader = loader;
    this.lastReader = new ValueReader(new ShapeTable(loader, null));
    known.put(ByteBuffer.wrap(lastShapes), lastReader);
  }

  /**
   * Rebuilds an element.
   *
   * @throws NotReceivableException if this process cannot
   */
  public Object decode(EncodedElement element) {
    ValueReader reader = readerFor(element.shapes());
    element.to(reader.source());
    reader.attach(element.attachments());
    try {
      Object value = reader.read();
      if (value == null) {
        throw new NotReceivableException("an element became null when it was rebuilt", null);
      }
      return value;
    } finally {
      reader.clear();
    }
  }

  private ValueReader readerFor(byte[] shapes) {
    if (Arrays.equals(shapes, lastShapes)) {
      return lastReader;
    }
    ByteBuffer key = ByteBuffer.wrap(shapes);
    ValueReader reader = known.get(key);
    if (reader == null) {
      if (known.size() == MOST_KNOWN) {
        known.clear();
      }
      reader = newReader(shapes);
      known.put(key, reader);
    }
    lastShapes = shapes;
    lastReader = reader;
    return reader;
  }

  private ValueReader newReader(byte[] shapes) {
    ShapeTable table = new ShapeTable(loader, null);
    ByteSource source = new ByteSource();
    source.reset(shapes, 0, shapes.length);
    while (source.remaining() > 0) {
      byte[] one = new byte[source.getLength()];
      source.getBytes(one, 0, one.length);
      ByteSource definition = new ByteSource();
      definition.reset(one, 0, one.length);
      table.define(definition.getLength(), definition);
    }
    return new ValueReader(table);
  }
}

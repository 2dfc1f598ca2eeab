package dev.brood.internal.codec;

import dev.brood.exception.ProtocolException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What values of one class have in common: a class, a record class, an enum class, or one lambda
 * expression. It is described once on each connection; after that, values name it by a number.
 *
 * <p>A shape is names only. It keeps no class alive, and outlives the class on the side of the
 * sender only while a message that needs it is under way.
 *
 * <p>The numbers are given by the sender's process, once for all its connections. Before a message,
 * the transport sends the {@linkplain #putDefinition definitions} of those of its shapes that have
 * not yet been sent on that connection.
 */
public abstract sealed class Shape permits ClassShape, EnumShape, LambdaShape, RecordShape {
  /** Numbers beyond this are refused; a process that has used them up sends without shapes. */
  static final int MOST = 1 << 20;

  static final int CLASS = 0;
  static final int RECORD = 1;
  static final int ENUM = 2;
  static final int LAMBDA = 3;

  private static final AtomicInteger NEXT = new AtomicInteger();

  private final int id;

  Shape(int id) {
    this.id = id;
  }

  /** Returns a new number, or -1 if there are none left. */
  static int nextId() {
    int next = NEXT.getAndIncrement();
    if (next >= 0 && next < MOST) {
      return next;
    }
    NEXT.set(MOST);
    return -1;
  }

  /** Returns the sender's number for this shape. */
  public final int id() {
    return id;
  }

  /** Returns the name of the class, or of the one that captured the lambda. */
  public abstract String className();

  /** Puts what a receiver needs to know, for {@link ShapeTable#define}. */
  public abstract void putDefinition(ByteSink sink);

  /** Puts the number and the description, with their length before them. */
  public final void putFramed(ByteSink sink) {
    ByteSink one = new ByteSink();
    one.putLength(id());
    putDefinition(one);
    byte[] definition = one.toByteArray();
    sink.putLength(definition.length);
    sink.putBytes(definition, 0, definition.length);
  }

  static Shape getDefinition(int id, ByteSource source) {
    int kind = source.getByte();
    return switch (kind) {
      case CLASS -> ClassShape.get(id, source);
      case RECORD -> RecordShape.get(id, source);
      case ENUM -> EnumShape.get(id, source);
      case LAMBDA -> LambdaShape.get(id, source);
      default -> throw new ProtocolException("not a kind of shape: kind=" + kind);
    };
  }
}

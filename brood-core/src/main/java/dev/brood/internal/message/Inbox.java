package dev.brood.internal.message;

import dev.brood.exception.MessageTooLongException;
import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.stream.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a stream into messages and keeps the one that is arriving. Never waits. One
 * thread at a time, but for {@link Decoder}s, which are on their own.
 */
public final class Inbox implements Incoming.Source {

  private final ByteStream stream;
  private final boolean trusted;
  private final long longest;
  private final ClassLoader loader;
  private final @Nullable ObjectInputFilter filter;
  private ByteBuffer header = ByteBuffer.allocate(MessageFormat.HEADER);
  private @Nullable Incoming message;
  private ByteBuffer before;
  private Decoder decoder;
  private final AtomicLong receivedBytes = new AtomicLong();

  /**
   * Opens the inbox of an end.
   *
   * @param limits what to accept
   * @param handed what the holder before has read and not used
   */
  Inbox(ByteStream stream, Limits limits, Handover handed) {
    this.stream = stream;
    this.trusted = limits.trusted();
    this.longest = limits.longestMessage();
    this.loader = limits.loader();
    this.filter = limits.filter();
    this.before = ByteBuffer.wrap(handed.unread());
    this.decoder = new Decoder(new ShapeTable(loader, filter));
    for (byte[] each : handed.shapes()) {
      Incoming.define(decoder.shapes, each);
      decoder.known.add(each);
    }
  }

  /**
   * What an end accepts.
   *
   * @param trusted whether the other side is of this family
   * @param longestMessage the longest message
   * @param loader finds the classes of values
   * @param filter is asked about each class, or null
   */
  public record Limits(
      boolean trusted,
      long longestMessage,
      ClassLoader loader,
      @Nullable ObjectInputFilter filter) {

    /** Returns the limits of a connection within the family. */
    public static Limits ofFamily() {
      return new Limits(true, MessageFormat.LONGEST, loaderOfThread(), null);
    }

    private static ClassLoader loaderOfThread() {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      return context != null ? context : ClassLoader.getSystemClassLoader();
    }

    /** Returns the limits of a connection to a process that is not of this family. */
    public static Limits ofStranger(long longestMessage, @Nullable ObjectInputFilter filter) {
      return new Limits(false, longestMessage, loaderOfThread(), filter);
    }
  }

  /** What a holder hands over to the next: bytes of an unfinished message, described shapes. */
  public static final class Handover {
    /** Nothing. */
    public static final Handover NOTHING = new Handover(new byte[0], List.of());

    private final byte[] unread;
    private final List<byte[]> shapes;

    /** Takes both as they are. */
    public Handover(byte[] unread, List<byte[]> shapes) {
      this.unread = unread;
      this.shapes = shapes;
    }

    /** Returns the bytes of an unfinished message. */
    public byte[] unread() {
      return unread;
    }

    /** Returns the descriptions of shapes. */
    public List<byte[]> shapes() {
      return shapes;
    }
  }

  /** Rebuilds values of messages that were sent under the same numbers of shapes. Any thread. */
  static final class Decoder {
    private final ShapeTable shapes;
    private final List<byte[]> known = new ArrayList<>();
    private final AtomicReference<@Nullable ValueReader> idle = new AtomicReference<>();

    Decoder(ShapeTable shapes) {
      this.shapes = shapes;
    }

    ValueReader open(Incoming message) {
      ValueReader reader = idle.getAndSet(null);
      if (reader == null) {
        reader = new ValueReader(shapes);
      }
      message.open(reader);
      return reader;
    }

    void close(ValueReader reader) {
      reader.clear();
      idle.set(reader);
    }

    /** Returns the one value of a message; runs the user's code. */
    @Nullable Object value(Incoming message) {
      ValueReader reader = open(message);
      try {
        return reader.read();
      } finally {
        close(reader);
      }
    }
  }

  @Override
  public int read(ByteBuffer to) {
    if (before.hasRemaining()) {
      int count = Math.min(before.remaining(), to.remaining());
      to.put(to.position(), before, before.position(), count);
      to.position(to.position() + count);
      before.position(before.position() + count);
      return count;
    }
    return counted(stream.read(to));
  }

  private int counted(int count) {
    if (count > 0) {
      receivedBytes.setOpaque(receivedBytes.getPlain() + count);
    }
    return count;
  }

  /** Returns how many bytes came; may be a moment old. Any thread. */
  long receivedBytes() {
    return receivedBytes.getOpaque();
  }

  @Override
  public int read(Attachment to, long offset) {
    if (before.hasRemaining()) {
      int count = to.copyIn(offset, before);
      return count;
    }
    return counted(stream.read(to, offset));
  }

  /**
   * Takes the beginning of the next message, if it has come.
   *
   * @return a positive number when it is there, 0 when it has not come, or ENDED
   */
  int takeHeader() {
    if (message != null) {
      return 1;
    }
    while (header.hasRemaining()) {
      int count = read(header);
      if (count <= 0) {
        return count;
      }
    }
    long length = MessageFormat.length(header.getLong(0));
    if (length > longest) {
      throw new MessageTooLongException(
          "length=" + length + " of the message that arrives, at most " + longest, length);
    }
    message = new Incoming(header, trusted);
    header = ByteBuffer.allocate(MessageFormat.HEADER);
    return 1;
  }

  /** Returns the message that is arriving, whose header is there. */
  Incoming message() {
    Incoming arriving = message;
    if (arriving == null) {
      throw new IllegalStateException("no message has begun");
    }
    return arriving;
  }

  /** Tells whether part of a message has come. */
  boolean hasBegun() {
    return message != null || header.position() > 0;
  }

  /** Ends the message that is complete; returns what rebuilds its value. */
  Decoder finish() {
    Incoming complete = message();
    message = null;
    if (complete.beginsAfresh()) {
      decoder = new Decoder(new ShapeTable(loader, filter));
    }
    complete.define(decoder.shapes, decoder.known);
    return decoder;
  }

  /** Returns what the next holder needs; this inbox is of no use then. */
  Handover handOver() {
    ByteArrayOutputStream unread = new ByteArrayOutputStream();
    Incoming arriving = message;
    if (arriving != null) {
      unread.writeBytes(arriving.soFar());
    } else {
      unread.writeBytes(Incoming.readOf(header));
    }
    unread.write(before.array(), before.position(), before.remaining());
    return new Handover(unread.toByteArray(), List.copyOf(decoder.known));
  }
}

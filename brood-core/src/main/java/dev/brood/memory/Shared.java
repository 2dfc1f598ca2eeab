package dev.brood.memory;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.family.SharedSegment;
import dev.brood.internal.region.SharedWords;
import dev.brood.internal.wire.Outbox;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.ParcelWriter;
import dev.brood.internal.wire.RecordReader;
import dev.brood.internal.wire.RecordType;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A large constant that many processes read: put into shared memory once, not sent to each.
 *
 * {@snippet class = "dev.brood.samples.memory.Broadcast" region = "shared"}
 *
 * <p>What travels is a handle of some bytes. A {@link MemorySegment} is copied once, when it is
 * published; every process then reads that one copy, which is not on any heap. Any other value is
 * encoded once and decoded by each process that asks for it, once, however often the handle arrives
 * there; a large array of numbers is copied from the shared memory to the heap and through nothing
 * else. To have an array read in place, publish {@code MemorySegment.ofArray(array)}. Over 2 GiB
 * too.
 *
 * <p>The value is a constant: do not change it. A change of a decoded value is seen by tasks in the
 * same process only; a shared {@code MemorySegment} is read-only.
 *
 * <p><b>Life.</b> {@link #close()} in the process that made it withdraws it: handles that arrive
 * later fail. Processes that have received it keep the value as long as they refer to it; they let
 * go of it by themselves when they receive the next one, and when they end. Its memory is free when
 * all have let go. If the maker ends without closing, those that use it keep it, and what nobody
 * uses is freed. Any thread may call any method.
 *
 * @param <T> the class of the value
 * @since 0.1
 */
public final class Shared<T> implements AutoCloseable, Serializable {

  @Serial private static final long serialVersionUID = 1L;

  // The layout: what it is (4), whether it is withdrawn (4), unused to 64, then the content.
  private static final long KIND = 0x534841524544L;
  private static final int AT_FORM = 0;
  private static final int AT_WITHDRAWN = 4;
  private static final int HEADER = 64;
  private static final int BYTES = 1;
  private static final int ENCODED = 2;

  /** What this process has, so that each is decoded once. Guarded by itself. */
  private static final Map<SharedSegment.Ref, Shared<?>> HERE = new HashMap<>();

  private final transient SharedSegment segment;
  private final transient boolean made;

  /** What is not decoded yet; its mapping is its own and lasts as long as it is referred to. */
  private transient @Nullable MemorySegment content;

  private transient volatile @Nullable T value;

  private Shared(SharedSegment segment, boolean made, MemorySegment content, @Nullable T value) {
    this.segment = segment;
    this.made = made;
    this.content = content;
    this.value = value;
  }

  /**
   * Publishes a value.
   *
   * @param <T> the class of the value
   * @param value a {@link MemorySegment}, or anything that can be sent to another process
   * @return its handle; close it when no process is to receive it any more
   * @throws dev.brood.exception.NotSendableException if the value cannot be sent
   * @throws UncheckedIOException if there is no room for it
   */
  public static <T> Shared<T> of(T value) {
    Objects.requireNonNull(value, "value");
    try {
      Shared<T> shared;
      if (value instanceof MemorySegment memory) {
        SharedSegment segment = create(BYTES, memory.byteSize());
        segment.memory().asSlice(HEADER).copyFrom(memory);
        shared = new Shared<>(segment, true, contentOf(segment), null);
      } else {
        SharedSegment segment = encode(value);
        shared = new Shared<>(segment, true, MemorySegment.NULL, value);
      }
      synchronized (HERE) {
        letGoOfWithdrawn();
        HERE.put(shared.segment.ref(), shared);
      }
      return shared;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot publish a value", e);
    }
  }

  private static SharedSegment create(int form, long size) throws IOException {
    SharedSegment segment = SharedSegment.create(KIND, HEADER + size);
    SharedWords.setInt(segment.memory(), AT_FORM, form);
    return segment;
  }

  private static MemorySegment contentOf(SharedSegment segment) throws IOException {
    return segment.mapToRead().asSlice(HEADER);
  }

  private static SharedSegment encode(Object value) throws IOException {
    ParcelWriter writer = new ParcelWriter();
    writer.begin().putByte(RecordType.OK);
    ValueWriter values = writer.values();
    values.write(value, "value");
    writer.end();
    ParcelWriter shapes = new ParcelWriter();
    shapes.addShapesOf(values);
    Parcel before = shapes.toParcel();
    Parcel encoded = writer.toParcel();
    SharedSegment segment = create(ENCODED, before.byteLength() + encoded.byteLength());
    Outbox outbox = new Outbox(new SharedStream(segment.memory().asSlice(HEADER)));
    outbox.add(before);
    outbox.add(encoded);
    if (!outbox.pump()) {
      throw new AssertionError("the value has changed while it was published");
    }
    return segment;
  }

  /**
   * Returns the value. In the process that made it, it is the object itself, unless that was a
   * {@link MemorySegment}; in any other it is read from the shared memory at the first call.
   *
   * @return the constant, in this process always the same object
   * @throws IllegalStateException if this process has closed it
   * @throws dev.brood.exception.NotReceivableException if it cannot be rebuilt in this process
   */
  public T value() {
    T known = value;
    return known == null ? read() : known;
  }

  @SuppressWarnings("unchecked")
  private synchronized T read() {
    segment.mustBeOpen();
    T known = value;
    if (known != null) {
      return known;
    }
    MemorySegment bytes = Objects.requireNonNull(content);
    boolean plain = SharedWords.getInt(segment.memory(), AT_FORM) == BYTES;
    T read = (T) (plain ? bytes : decode(bytes));
    value = read;
    content = null;
    return read;
  }

  private static Object decode(MemorySegment encoded) {
    SharedStream stream = new SharedStream(encoded);
    RecordReader records = new RecordReader();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    ShapeTable shapes =
        new ShapeTable(loader == null ? ClassLoader.getSystemClassLoader() : loader, null);
    ValueReader values = new ValueReader(shapes);
    ByteSource source = values.source();
    while (true) {
      while (!records.next(stream)) {
        if (!records.fill(stream)) {
          throw new ProtocolException("the shared value is cut off");
        }
      }
      RecordReader.Large large = records.large();
      if (large == null) {
        source.reset(records.buffer(), records.from(), records.to());
      } else {
        source.reset(large.blocks(), large.blockLengths());
        values.attach(large.attachments());
        large.skipDirectory(source);
      }
      if (source.getByte() == RecordType.OK) {
        Object value = values.read();
        if (value == null) {
          throw new NotReceivableException("the value became null when it was rebuilt", null);
        }
        return value;
      }
      shapes.define(source.getLength(), source);
    }
  }

  private record Handle(SharedSegment.Ref ref) implements Serializable {
    @Serial
    private Object readResolve() {
      return arrived(ref);
    }
  }

  @Serial
  private Object writeReplace() {
    return new Handle(segment.send());
  }

  private static Shared<?> arrived(SharedSegment.Ref ref) {
    synchronized (HERE) {
      letGoOfWithdrawn();
      Shared<?> known = HERE.get(ref);
      if (known == null) {
        known = attach(ref);
        HERE.put(ref, known);
      }
      known.segment.arrived();
      return known;
    }
  }

  private static Shared<?> attach(SharedSegment.Ref ref) {
    try {
      SharedSegment segment = SharedSegment.attach(ref, KIND);
      return new Shared<>(segment, false, contentOf(segment), null);
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("the shared value at " + ref + " was closed by its maker", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot attach the shared value at " + ref, e);
    }
  }

  /** Drops what has been withdrawn: those that still refer to it keep it, nobody else does. */
  private static void letGoOfWithdrawn() {
    HERE.values().removeIf(Shared::isWithdrawn);
  }

  private boolean isWithdrawn() {
    return SharedWords.getInt(segment.memory(), AT_WITHDRAWN) != 0;
  }

  /**
   * Ends this process's use of the value; in the process that made it, withdraws it for all. Again:
   * does nothing. A shared {@code MemorySegment} that was got before can still be read.
   */
  @Override
  public void close() {
    synchronized (HERE) {
      if (segment.isClosed()) {
        return;
      }
      HERE.remove(segment.ref());
      if (made) {
        SharedWords.setInt(segment.memory(), AT_WITHDRAWN, 1);
        segment.unlink();
      }
      segment.close();
    }
    synchronized (this) {
      value = null;
      content = null;
    }
  }

  /** Returns where the value is. */
  @Override
  public String toString() {
    return "Shared[" + segment.name() + (segment.isClosed() ? ", closed]" : "]");
  }
}

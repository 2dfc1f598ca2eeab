package dev.brood.pool;

import dev.brood.exception.WorkerDiedException;
import dev.brood.function.SerializableCallable;
import dev.brood.internal.child.TaskReplay;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A task that killed its worker, kept as it was sent: function and argument, so that the case can
 * be looked into later, in a place where nothing is lost if it kills again.
 *
 * <p>It is a task itself. {@link #replay()} runs it in a JVM of its own, {@link #replay(Pool)} in a
 * pool, {@link #call()} right here, under a debugger for example. {@link #toBytes()} keeps it for
 * another run of the program; the classes must still be the same, and must be found on the class
 * path.
 *
 * <p>A task is kept if it takes at most {@value #MOST_BYTES} bytes. It is held by the failure that
 * it comes from and by nothing else. Immutable.
 *
 * {@snippet class = "dev.brood.samples.pool.Quarantine" region = "replay"}
 *
 * @param <R> the type of the result
 * @since 0.1
 */
public final class QuarantinedTask<R> implements SerializableCallable<R> {
  private static final long serialVersionUID = 1L;

  /** How many bytes a task may take to be kept. */
  public static final int MOST_BYTES = WorkerDiedException.MOST_INPUT;

  private static final int MAGIC = 0x42515432;

  // The bytes: magic, checksum of what follows, index, length of the label, label, stream.
  private static final int CHECKED_FROM = 2 * Integer.BYTES;
  private static final int HEADER = CHECKED_FROM + Long.BYTES + Integer.BYTES;
  private static final int NO_LABEL = -1;

  private final byte[] stream;
  private final @Nullable String label;
  private final long index;

  private QuarantinedTask(byte[] stream, @Nullable String label, long index) {
    this.stream = stream;
    this.label = label;
    this.index = index;
  }

  /** Returns the task that killed its worker, if it was kept. */
  public static <R> Optional<QuarantinedTask<R>> of(WorkerDiedException failure) {
    return failure
        .input()
        .map(stream -> new QuarantinedTask<>(stream, failure.label(), failure.index()));
  }

  /** Returns the label of the task, or null if it has none. */
  public @Nullable String label() {
    return label;
  }

  /** Returns the place of the task in its row. */
  public long index() {
    return index;
  }

  /**
   * Runs the task in this thread. It may kill this JVM. Its {@link TaskContext} has the index and
   * the random numbers that it had; where this is no worker, it is worker 1.
   *
   * @throws dev.brood.exception.NotReceivableException if it cannot be decoded here
   * @throws Exception what the task throws
   */
  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // a task may return null
  public R call() throws Exception {
    return (R) TaskReplay.run(stream);
  }

  /** Runs the task in a worker of a pool and returns how it ends. */
  public Outcome<R> replay(Pool pool) {
    return pool.outcomeOf(this);
  }

  /** Runs the task in a JVM that is started for it, and returns how it ends. */
  public Outcome<R> replay() {
    try (Pool pool = Pool.of(1)) {
      return replay(pool);
    }
  }

  /** Returns the task as bytes, for {@link #fromBytes}. */
  public byte[] toBytes() {
    String text = label == null ? "" : label;
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + 2 * text.length() + stream.length);
    bytes.position(CHECKED_FROM);
    bytes.putLong(index).putInt(label == null ? NO_LABEL : text.length());
    bytes.asCharBuffer().put(text);
    bytes.position(HEADER + 2 * text.length()).put(stream);
    return bytes.putInt(0, MAGIC).putInt(Integer.BYTES, checksum(bytes.array())).array();
  }

  /**
   * Returns a task that was kept as bytes. To run it is to run what the bytes say: take them only
   * from where they have been safe.
   *
   * @throws IllegalArgumentException if the bytes are not those of a task, or are damaged
   */
  public static <R> QuarantinedTask<R> fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER || in.getInt() != MAGIC) {
      throw new IllegalArgumentException(
          "bytes[" + bytes.length + "] are not those of a quarantined task");
    }
    if (in.getInt() != checksum(bytes)) {
      throw new IllegalArgumentException(
          "bytes[" + bytes.length + "] of a quarantined task are damaged, or are not all of them");
    }
    long index = in.getLong();
    int length = in.getInt();
    String label = null;
    if (length < NO_LABEL || length > in.remaining() / 2) {
      throw new IllegalArgumentException("label=" + length + " chars, more than there are");
    }
    if (length != NO_LABEL) {
      label = in.asCharBuffer().subSequence(0, length).toString();
      in.position(HEADER + 2 * length);
    }
    byte[] stream = new byte[in.remaining()];
    in.get(stream);
    return new QuarantinedTask<>(stream, label, index);
  }

  private static int checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, CHECKED_FROM, bytes.length - CHECKED_FROM);
    return (int) sum.getValue();
  }

  @Override
  public String toString() {
    return "QuarantinedTask[label=" + label + ", index=" + index + ", bytes=" + stream.length + "]";
  }
}

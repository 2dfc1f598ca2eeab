package dev.brood.pool;

import dev.brood.exception.WorkerDiedException;
import dev.brood.function.SerializableCallable;
import dev.brood.internal.child.TaskReplay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
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

  private static final int MAGIC = 0x42515431;

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
   * Runs the task in this thread. It may kill this JVM.
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeLong(index);
      out.writeBoolean(label != null);
      if (label != null) {
        out.writeUTF(label);
      }
      out.writeInt(stream.length);
      out.write(stream);
    } catch (IOException e) {
      throw new IllegalStateException("label=" + label + " is too long", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns a task that was kept as bytes. To run it is to run what the bytes say: take them only
   * from where they have been safe.
   *
   * @throws IllegalArgumentException if the bytes are not those of a task
   */
  public static <R> QuarantinedTask<R> fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("the bytes are not those of a quarantined task");
      }
      long index = in.readLong();
      String label = in.readBoolean() ? in.readUTF() : null;
      int length = in.readInt();
      byte[] stream = in.readNBytes(Math.clamp(length, 0, bytes.length));
      if (stream.length != length) {
        throw new IllegalArgumentException("the bytes of a quarantined task end too early");
      }
      return new QuarantinedTask<>(stream, label, index);
    } catch (IOException e) {
      throw new IllegalArgumentException("the bytes are not those of a quarantined task", e);
    }
  }

  @Override
  public String toString() {
    return "QuarantinedTask[label=" + label + ", index=" + index + ", bytes=" + stream.length + "]";
  }
}

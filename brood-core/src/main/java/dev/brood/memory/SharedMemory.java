package dev.brood.memory;

import dev.brood.internal.family.SharedSegment;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * A block of memory that processes share, with or without a name of your own.
 *
 * {@snippet class = "dev.brood.samples.memory.SharedMemoryBlock" region = "shared"}
 *
 * <p>A block is a handle: sent to another process of the family, in whatever way, it is the same
 * memory there. A process that got no handle opens it by its name; it may also be a stranger, any
 * other JVM of the same user. Names belong to a family, so two runs of one program do not disturb
 * each other.
 *
 * <p><b>Access.</b> {@link #segment()} is the memory itself. For single elements, with the effects
 * of volatile access and with atomic operations, look at it as an array: {@link #asLongs()} and the
 * others. Structures are read and written through the {@code VarHandle}s of their {@link
 * MemoryLayout}. All processes see one memory: what one writes with volatile or release access, the
 * others see with volatile or acquire access, as threads of one JVM do; whatever is done plainly
 * before a process is started or a task sent is visible to that process or task.
 *
 * <p><b>Life.</b> A process uses a block from the moment it makes, opens or receives it, and no
 * longer after {@link #close()}, however many handles it has: there is one use for each process.
 * The last user that closes it frees the memory. A process that ends without closing, by its exit
 * or a kill, is struck out by the others, and whoever still uses the block keeps it. If then nobody
 * uses it, it is freed, unless a handle is on its way to somebody; such a block, and every other,
 * ends with the family, the JVM that the user started. What is left after that one is killed goes
 * with the next start of any.
 *
 * <p>A process that asked for {@link #segment()} uses the block until it closes it. One that did
 * not gives the block up also when none of its objects refers to it any more.
 *
 * <p>Any thread may call any method. Closing the block while other threads of this process use it
 * makes their accesses fail with {@link IllegalStateException}; other processes are not touched. Do
 * not count on that: a JVM without the mend of JDK-8364167, as JDK 25, may crash where an access
 * and the close meet. Close a block when no thread uses it any more. The file of a block can be
 * read and written by this user only (mode 0600).
 *
 * @since 0.1
 */
public final class SharedMemory implements AutoCloseable, Serializable {

  @Serial private static final long serialVersionUID = 1L;

  /** The memory. */
  private final Block.Large block;

  private SharedMemory(Block.Large block) {
    this.block = block;
  }

  private record Handle(Block.Large block) implements Serializable {
    @Serial
    private Object readResolve() {
      return new SharedMemory(block);
    }
  }

  @Serial
  private Object writeReplace() {
    return new Handle(block);
  }

  /**
   * Makes a block of zeros under a name that nobody else has.
   *
   * @param size how many bytes, at least 1; may be over 2 GiB
   * @return the block, used by this process
   * @throws IllegalArgumentException if the size is not positive
   * @throws UncheckedIOException if there is no room for it; the message has the size and what is
   *     free
   */
  public static SharedMemory create(long size) {
    checkSize(size);
    try {
      return new SharedMemory(Block.segment(size));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make shared memory of size=" + size, e);
    }
  }

  /**
   * Makes a block of zeros for a structure, which is accessed by the layout's {@code VarHandle}s
   * over {@link #segment()}.
   *
   * @param layout the structure, or a sequence of them
   * @return the block, used by this process
   * @throws IllegalArgumentException if the layout has no bytes
   * @throws UncheckedIOException if there is no room for it
   */
  public static SharedMemory create(MemoryLayout layout) {
    return create(layout.byteSize());
  }

  /**
   * Makes a block of zeros under a name.
   *
   * @param name a name that no other block of this family has at the time: up to 251 bytes, without
   *     separators of paths
   * @param size how many bytes, at least 1; may be over 2 GiB
   * @return the block, used by this process
   * @throws IllegalArgumentException if the size is not positive or the name cannot be one
   * @throws java.nio.file.FileAlreadyExistsException if the family has a block of this name
   * @throws IOException if there is no room for it; the message has the size and what is free
   */
  public static SharedMemory create(String name, long size) throws IOException {
    checkSize(size);
    return new SharedMemory(Block.segment(name, size));
  }

  private static void checkSize(long size) {
    if (size <= 0) {
      throw new IllegalArgumentException("size=" + size + " of shared memory must be positive");
    }
  }

  /**
   * Opens the block of a name: that of this family, otherwise that of another family of this user.
   *
   * @param name its name
   * @return the block, used by this process
   * @throws IllegalArgumentException if the name cannot be one
   * @throws java.nio.file.NoSuchFileException if there is none of this name
   * @throws IOException if this family has none and several others have one, or it is no shared
   *     memory
   */
  public static SharedMemory open(String name) throws IOException {
    return new SharedMemory(Block.open(name, false));
  }

  /**
   * Opens the block of a name as {@link #open(String)} does, to be read only.
   *
   * @param name its name
   * @return the block, used by this process; see {@link #asReadOnly()}
   * @throws IllegalArgumentException if the name cannot be one
   * @throws java.nio.file.NoSuchFileException if there is none of this name
   * @throws IOException if this family has none and several others have one, or it is no shared
   *     memory
   */
  public static SharedMemory openReadOnly(String name) throws IOException {
    return new SharedMemory(Block.open(name, true));
  }

  /**
   * Returns this block to be read only: writing through it, or through what is got from it, throws.
   * Sent to another process it is read-only there too. It is the same use of the same block, so
   * closing one closes both.
   *
   * @return the block without the right to write
   */
  public SharedMemory asReadOnly() {
    return isReadOnly() ? this : new SharedMemory(new Block.Large(segmentOfFamily(), true));
  }

  /**
   * Tells whether this is the block {@linkplain #asReadOnly() without the right to write}.
   *
   * @return whether writing through it fails
   */
  public boolean isReadOnly() {
    return block.isReadOnly();
  }

  /**
   * Returns the memory, which begins at a page. It can be used by any thread until this process
   * closes the block; then its access throws {@link IllegalStateException}. To share it, send the
   * block: a {@code MemorySegment} that is sent arrives as a copy.
   *
   * @return all the bytes
   * @throws IllegalStateException if this process has closed the block
   */
  public MemorySegment segment() {
    block.mustBeOpen();
    MemorySegment memory = segmentOfFamily().memoryToKeep();
    return isReadOnly() ? memory.asReadOnly() : memory;
  }

  private SharedSegment segmentOfFamily() {
    return block.segment();
  }

  /**
   * Returns the memory as numbers of 8 bytes, in the order of this machine; what is left over at
   * the end is not part of it.
   *
   * @return an array over the same memory, and the same use of it: closing one closes both
   */
  public SharedLongArray asLongs() {
    return new SharedLongArray(block, size() / Long.BYTES);
  }

  /**
   * Returns the memory as numbers of 4 bytes, in the order of this machine; what is left over at
   * the end is not part of it.
   *
   * @return an array over the same memory, and the same use of it: closing one closes both
   */
  public SharedIntArray asInts() {
    return new SharedIntArray(block, size() / Integer.BYTES);
  }

  /**
   * Returns the memory as floating-point numbers of 8 bytes, in the order of this machine; what is
   * left over at the end is not part of it.
   *
   * @return an array over the same memory, and the same use of it: closing one closes both
   */
  public SharedDoubleArray asDoubles() {
    return new SharedDoubleArray(block, size() / Double.BYTES);
  }

  /**
   * Returns the memory as bytes.
   *
   * @return an array over the same memory, and the same use of it: closing one closes both
   */
  public SharedByteArray asBytes() {
    return new SharedByteArray(block, size());
  }

  /**
   * Returns by which name another process opens the block: the one it was made with, or one that
   * was found for it.
   *
   * @return the name
   */
  public String name() {
    return segmentOfFamily().name();
  }

  /**
   * Returns how large the block is, exactly as it was asked for.
   *
   * @return the number of bytes
   * @throws IllegalStateException if this process has closed the block
   */
  public long size() {
    return block.readable().byteSize();
  }

  /**
   * Removes the name at once, for all processes: nobody opens the block any more, handles that have
   * not arrived yet fail, and the name is free for another block. Whoever uses the block keeps it.
   * Again: does nothing.
   *
   * @throws IllegalStateException if this process has closed the block
   */
  public void unlink() {
    segmentOfFamily().unlink();
  }

  /**
   * Tells whether this process has closed the block.
   *
   * @return whether it has
   */
  public boolean isClosed() {
    return block.isClosed();
  }

  /**
   * Ends this process's use of the block, for all its handles and what was got from them; the last
   * user frees the memory. Again: does nothing.
   */
  @Override
  public void close() {
    block.close();
  }

  /** Returns the name, and the size if it is known. */
  @Override
  public String toString() {
    String state = isClosed() ? "closed" : "size=" + size();
    return "SharedMemory[name=" + name() + ", " + state + "]";
  }
}

package dev.brood.internal.queue;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.region.SharedBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * An element as its bytes, in a log or copied out of it.
 *
 * <pre>
 * VALUE            the value, as the codec writes it
 * VALUE_AND_MORE   length of the directory (4) | of the shapes (4) | of the value (8)
 *                  directory | shapes | value | arrays
 *     directory    how many arrays, of each: kind (1), number of elements
 *     shapes       of each: length, number, description
 *     arrays       the bytes of one after another
 * </pre>
 *
 * <p>Numbers without a length are of 7 bits a byte, lowest first. An element describes all shapes
 * that it needs, since nobody knows who takes it and what that one has taken before.
 */
public final class EncodedElement {

  static final int VALUE = 1;
  static final int VALUE_AND_MORE = 2;

  static final int AT_SHAPES = 4;
  static final int AT_VALUE = 8;
  static final int SIZES = 16;

  private static final int KIND_SHIFT = 56;
  private static final long KIND = 0xF;
  private static final long LONGEST = (1L << KIND_SHIFT) - 1;

  private static final int LARGEST_BLOCK = 64 << 20;
  private static final byte[] NO_SHAPES = {};

  private final byte[] shapes;
  private final byte[][] value;
  private final List<Attachment> attachments;

  private EncodedElement(byte[] shapes, byte[][] value, List<Attachment> attachments) {
    this.shapes = shapes;
    this.value = value;
    this.attachments = attachments;
  }

  static long header(int kind, long length) {
    return (long) kind << KIND_SHIFT | length;
  }

  /** Returns the length of an element, from its header. */
  static long length(long header) {
    return header & LONGEST;
  }

  /** Copies an element out of the memory where it begins. */
  static EncodedElement readFrom(MemorySegment memory, long at, long header) {
    if ((header >>> KIND_SHIFT & KIND) == VALUE) {
      return new EncodedElement(NO_SHAPES, blocks(memory, at, length(header)), List.of());
    }
    int directoryLength = memory.get(ValueLayout.JAVA_INT, at);
    int shapesLength = memory.get(ValueLayout.JAVA_INT, at + AT_SHAPES);
    long valueLength = memory.get(ValueLayout.JAVA_LONG, at + AT_VALUE);
    long from = at + SIZES;
    byte[] directory = bytes(memory, from, directoryLength);
    from += directoryLength;
    byte[] shapes = bytes(memory, from, shapesLength);
    from += shapesLength;
    byte[][] value = blocks(memory, from, valueLength);
    from += valueLength;
    ByteSource source = new ByteSource();
    source.reset(directory, 0, directoryLength);
    int count = source.getLength();
    List<Attachment> attachments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Attachment array = Attachment.allocate(source.getByte(), source.getLength());
      for (long done = 0; done < array.byteLength(); ) {
        long rest = Math.min(LARGEST_BLOCK, array.byteLength() - done);
        done += array.copyIn(done, memory.asSlice(from + done, rest).asByteBuffer());
      }
      from += array.byteLength();
      attachments.add(array);
    }
    return new EncodedElement(shapes, value, attachments);
  }

  private static byte[] bytes(MemorySegment memory, long from, int length) {
    byte[] bytes = new byte[length];
    SharedBytes.get(memory, from, bytes, 0, length);
    return bytes;
  }

  private static byte[][] blocks(MemorySegment memory, long from, long length) {
    if (length <= LARGEST_BLOCK) {
      return new byte[][] {bytes(memory, from, (int) length)};
    }
    byte[][] blocks = new byte[Math.toIntExact((length + LARGEST_BLOCK - 1) / LARGEST_BLOCK)][];
    for (int i = 0; i < blocks.length; i++) {
      long done = (long) i * LARGEST_BLOCK;
      blocks[i] = bytes(memory, from + done, (int) Math.min(LARGEST_BLOCK, length - done));
    }
    return blocks;
  }

  /** Returns the descriptions of the shapes that the value needs; none if it is empty. */
  byte[] shapes() {
    return shapes;
  }

  /** Returns the arrays beside the value. */
  List<Attachment> attachments() {
    return attachments;
  }

  /** Has the value read from a source. */
  void to(ByteSource source) {
    if (value.length == 1) {
      source.reset(value[0], 0, value[0].length);
      return;
    }
    int[] lengths = new int[value.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = value[i].length;
    }
    source.reset(value, lengths);
  }
}

package dev.brood.internal.message;

/**
 * What a message looks like on a stream; numbers are big-endian.
 *
 * <pre>
 * header   kind (1) | length of all that follows (7)
 *
 * BYTES            the bytes
 * VALUE            one value, as the codec writes it
 * VALUE_AND_MORE   length of head (4) | length of value (8) | head | value | arrays
 *     head         how many arrays, of each: kind (1), elements
 *                  1 if shapes described earlier count no more, else 0 (1)
 *                  how many shapes, of each: length, number, description
 *     arrays       the bytes of one after another
 * </pre>
 *
 * <p>Numbers in the head without a length are of 7 bits a byte, lowest first. A process that begins
 * to write on an end describes its shapes from the beginning, with the 1.
 */
public final class MessageFormat {

  static final int HEADER = 8;
  static final int SIZES = 12;
  static final long LONGEST = (1L << 56) - 1;

  static final byte BYTES = 1;
  static final byte VALUE = 2;
  static final byte VALUE_AND_MORE = 3;

  private MessageFormat() {}

  static long header(byte kind, long length) {
    return (long) kind << 56 | length;
  }

  static byte kind(long header) {
    return (byte) (header >>> 56);
  }

  static long length(long header) {
    return header & LONGEST;
  }
}

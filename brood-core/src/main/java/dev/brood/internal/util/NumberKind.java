package dev.brood.internal.util;

/** Numbers that fit into a {@code long} and can be kept there instead of in an object each. */
public enum NumberKind {
  /** An {@code Integer}: its value. */
  INTEGER,
  /** A {@code Long}: its value. */
  LONG,
  /** A {@code Double}: its raw bits. */
  DOUBLE;

  /** Returns the number of this kind that was kept as {@code bits}. */
  public Number box(long bits) {
    return switch (this) {
      case INTEGER -> (Integer) (int) bits;
      case LONG -> (Long) bits;
      case DOUBLE -> (Double) Double.longBitsToDouble(bits);
    };
  }
}

package dev.brood.internal.wire;

/**
 * What a child may give to children of its own, all of them together. Its own heap is not part of
 * that.
 *
 * @param memory bytes; 0 if nobody has said
 * @param processors 0 if nobody has said
 */
public record Ration(long memory, int processors) {

  /** Nobody has said anything: all that the machine has. */
  public static final Ration NONE = new Ration(0, 0);
}

package dev.brood.internal.wire;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Two passwords by which a child and its owner know each other, made for one child and used once:
 * each side says its own.
 *
 * <p>No proof is computed from them, because whoever could overhear two processes of this machine
 * can read their memory as well, and because the first digest of a JVM has it set up all its
 * security providers, which takes a child as long as all the rest of its start.
 */
public final class JoinKey {

  /** Bytes of one password. */
  static final int PASSWORD = 32;

  /** Bytes of both. */
  public static final int LENGTH = 2 * PASSWORD;

  private final byte[] ofChild;
  private final byte[] ofOwner;

  /** Takes both passwords, the child's first; they are copied. */
  public JoinKey(byte[] both) {
    if (both.length != LENGTH) {
      throw new IllegalArgumentException(
          "length=" + both.length + " of a key to join, expected " + LENGTH);
    }
    this.ofChild = Arrays.copyOfRange(both, 0, PASSWORD);
    this.ofOwner = Arrays.copyOfRange(both, PASSWORD, LENGTH);
  }

  byte[] ofChild() {
    return ofChild.clone();
  }

  byte[] ofOwner() {
    return ofOwner.clone();
  }

  boolean isChild(byte[] password) {
    return MessageDigest.isEqual(ofChild, password);
  }

  boolean isOwner(byte[] password) {
    return MessageDigest.isEqual(ofOwner, password);
  }
}

package dev.brood.internal.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A one-time secret, and the proofs of knowing it: HMAC-SHA256 (RFC 2104) of what is said.
 *
 * <p>The construction is written out over the JDK's SHA-256. {@code javax.crypto.Mac} computes the
 * same, at 20 ms for its first use in a fresh JVM instead of 1.
 */
public final class Secret {

  /** Bytes of a secret and of a proof. */
  public static final int LENGTH = 32;

  private static final int BLOCK = 64;

  private final byte[] key;

  /** Takes the secret's bytes, which are copied. */
  public Secret(byte[] key) {
    if (key.length != LENGTH) {
      throw new IllegalArgumentException(
          "length=" + key.length + " of a secret, expected " + LENGTH);
    }
    this.key = key.clone();
  }

  /** Returns the proof that the one who says {@code message} as {@code role} knows the secret. */
  public byte[] proof(String role, byte[] message) {
    MessageDigest sha = sha256();
    sha.update(padded((byte) 0x36));
    sha.update(role.getBytes(StandardCharsets.US_ASCII));
    sha.update((byte) 0);
    byte[] inner = sha.digest(message);
    sha.update(padded((byte) 0x5c));
    return sha.digest(inner);
  }

  /** Tells whether {@code proof} is right, in a time that does not depend on where it is wrong. */
  public boolean proves(String role, byte[] message, byte[] proof) {
    return MessageDigest.isEqual(proof(role, message), proof);
  }

  private byte[] padded(byte pad) {
    byte[] block = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      block[i] = (byte) ((i < key.length ? key[i] : 0) ^ pad);
    }
    return block;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

package dev.brood.internal.endpoint;

import java.security.MessageDigest;
import java.util.Objects;

/**
 * Where a process is reached by those who take over ends from it: its socket, and the key that both
 * sides prove to know.
 */
final class StationAddress {

  static final int KEY_LENGTH = 32;

  private final String path;
  private final byte[] key;

  StationAddress(String path, byte[] key) {
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("length=" + key.length + " of a key");
    }
    this.path = Objects.requireNonNull(path);
    this.key = key.clone();
  }

  String path() {
    return path;
  }

  byte[] key() {
    return key.clone();
  }

  boolean isSameAs(StationAddress other) {
    return path.equals(other.path) && MessageDigest.isEqual(key, other.key);
  }

  @Override
  public String toString() {
    return path;
  }
}

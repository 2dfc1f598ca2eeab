package dev.brood.internal.stream;

import java.security.MessageDigest;
import java.util.Objects;

/**
 * Where a process is reached by those who take over ends from it: its socket, and the key that both
 * sides prove to know.
 */
public final class StationAddress {

  public static final int KEY_LENGTH = 32;

  private final String path;
  private final byte[] key;

  public StationAddress(String path, byte[] key) {
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("length=" + key.length + " of a key");
    }
    this.path = Objects.requireNonNull(path);
    this.key = key.clone();
  }

  public String path() {
    return path;
  }

  public byte[] key() {
    return key.clone();
  }

  public boolean isSameAs(StationAddress other) {
    return path.equals(other.path) && MessageDigest.isEqual(key, other.key);
  }

  @Override
  public String toString() {
    return path;
  }
}

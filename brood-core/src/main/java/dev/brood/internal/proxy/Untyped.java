package dev.brood.internal.proxy;

import org.jspecify.annotations.Nullable;

/** Where what comes from a manager gets the type that it went there with. */
public final class Untyped {

  private Untyped() {}

  /** Returns a value as what its user knows it to be. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  public static <T extends @Nullable Object> T cast(@Nullable Object value) {
    return (T) value;
  }
}

package dev.brood.internal.referent;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks of what clients send. */
final class Elements {

  private Elements() {}

  /** Returns what must not be null. */
  static Object given(@Nullable Object value) {
    return Objects.requireNonNull(value, "null cannot be an element here");
  }

  /** Returns what must all not be null. */
  static Object[] given(@Nullable Object[] values) {
    Object[] all = new Object[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = given(values[i]);
    }
    return all;
  }
}

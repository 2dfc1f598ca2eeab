package dev.brood.internal.proxy;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Nulls that are given to collections which hold none. */
final class Nulls {

  private static final String WHY = "null cannot be an element here";

  private Nulls() {}

  /** Returns an element, which may not be null. */
  static <T> T refuse(@Nullable T element) {
    return Objects.requireNonNull(element, WHY);
  }

  /** Returns the elements of a collection, none of which may be null. */
  static Object[] refuseIn(Collection<?> elements) {
    Object[] all = elements.toArray();
    for (Object each : all) {
      Objects.requireNonNull(each, WHY);
    }
    return all;
  }

  /** Returns the elements of a collection but for nulls, none of which can be among ours. */
  static Object[] leaveOut(Collection<?> elements) {
    return elements.stream().filter(Objects::nonNull).toArray();
  }
}

package dev.brood.internal.batch;

/** How a function and an item make a call. */
public enum CallKind {
  /** {@code function.apply(item)}. */
  FUNCTION,
  /** {@code function.apply(item.getKey(), item.getValue())}; the item is a map entry. */
  BI_FUNCTION
}

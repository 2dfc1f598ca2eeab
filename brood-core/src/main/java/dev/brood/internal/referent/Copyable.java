package dev.brood.internal.referent;

import org.jspecify.annotations.Nullable;

/** A referent that can be copied to whoever asks. */
public interface Copyable {

  /** Returns a plain object of the JDK that holds what this holds now. */
  @Nullable Object copy();
}

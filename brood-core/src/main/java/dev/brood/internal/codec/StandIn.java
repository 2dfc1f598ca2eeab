package dev.brood.internal.codec;

import java.io.Serial;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in a stream of JDK serialization for an object that the stream cannot hold. */
@SuppressWarnings("serial") // The stream checks what the fields hold, as for any field.
abstract class StandIn implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  /** Stands for a large array; {@link SerialInput} puts the array in its place. */
  static final class OfAttachment extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    final int index;

    OfAttachment(int index) {
      this.index = index;
    }
  }

  /** Stands for an {@link Optional}. */
  static final class OfOptional extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    private final @Nullable Object value;

    OfOptional(@Nullable Object value) {
      this.value = value;
    }

    @Serial
    private Object readResolve() {
      return Optional.ofNullable(value);
    }
  }

  /** Stands for a {@code Map.entry}. */
  static final class OfEntry extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    private final Object key;
    private final Object value;

    OfEntry(Object key, Object value) {
      this.key = key;
      this.value = value;
    }

    @Serial
    private Object readResolve() {
      return Map.entry(key, value);
    }
  }

  /** Stands for a value that was captured by a lambda and is already here, see LocalLambda. */
  static final class OfCaptured extends StandIn {
    @Serial private static final long serialVersionUID = 1L;

    final int index;

    OfCaptured(int index) {
      this.index = index;
    }
  }
}

package dev.brood.internal.engine;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.CallKind;
import dev.brood.internal.batch.TaskFunction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch of the caller's own objects, for a worker that is a thread of this JVM. */
public final class LiveBatch extends Batch {

  /** A function as it is. */
  record Function(Object function, CallKind kind) implements TaskFunction {
    @Override
    public void close() {}
  }

  private final @Nullable Function function;
  private final List<?> items;
  private final long seed;

  public LiveBatch(
      @Nullable Function function, List<?> items, long firstIndex, long seed, Batch.Call call) {
    super(firstIndex, items.size(), call);
    this.function = function;
    this.items = items;
    this.seed = seed;
  }

  long seed() {
    return seed;
  }

  @Override
  protected Batch part(int from, int to) {
    return new LiveBatch(function, items.subList(from, to), firstIndex() + from, seed, call());
  }

  /** Runs an item; what it throws is thrown. */
  @SuppressWarnings("unchecked")
  @Nullable Object run(int index) throws Exception {
    Object item = items.get(index);
    if (function == null) {
      return ((SerializableCallable<?>) item).call();
    }
    return switch (function.kind) {
      case FUNCTION -> ((SerializableFunction<Object, ?>) function.function).apply(item);
      case BI_FUNCTION -> {
        Map.Entry<Object, Object> pair = (Map.Entry<Object, Object>) item;
        yield ((SerializableBiFunction<Object, Object, ?>) function.function)
            .apply(pair.getKey(), pair.getValue());
      }
    };
  }
}

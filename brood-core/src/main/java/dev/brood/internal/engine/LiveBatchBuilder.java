package dev.brood.internal.engine;

import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.BatchBuilder;
import java.util.ArrayList;
import java.util.List;

/** Gathers items as they are. */
final class LiveBatchBuilder implements BatchBuilder {

  private final LiveBatch.Function function;
  private final long seed;
  private final Batch.Call call;
  private List<Object> items = new ArrayList<>();

  LiveBatchBuilder(LiveBatch.Function function, long seed, Batch.Call call) {
    this.function = function;
    this.seed = seed;
    this.call = call;
  }

  @Override
  public void add(Object item, long index) {
    items.add(item);
  }

  @Override
  public int count() {
    return items.size();
  }

  @Override
  public Batch build(long firstIndex) {
    List<Object> built = items;
    items = new ArrayList<>();
    return new LiveBatch(function, built, firstIndex, seed, call);
  }
}

package dev.brood.internal.engine;

import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.ResultSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What the exit hooks of workers returned. */
final class ExitResults implements ResultSink {

  private final ConcurrentLinkedQueue<ResultRun> arrived = new ConcurrentLinkedQueue<>();
  private final List<@Nullable Object> results = new ArrayList<>();

  @Override
  public void onResults(ResultRun run) {
    arrived.add(run);
  }

  /** Returns a result or a {@link Failure} for each worker that has run its hook. */
  synchronized List<@Nullable Object> list() {
    ResultRun run;
    while ((run = arrived.poll()) != null) {
      results.add(run.next());
    }
    return new ArrayList<>(results);
  }
}

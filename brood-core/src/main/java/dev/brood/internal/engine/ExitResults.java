package dev.brood.internal.engine;

import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.ResultSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** What the exit hooks of workers returned; of the last workers, where there were many. */
final class ExitResults implements ResultSink {

  /** How many are kept: a pool that replaces its workers may have any number of them. */
  private static final int MOST = 1_000;

  private final LinkedBlockingQueue<ResultRun> arrived = new LinkedBlockingQueue<>(MOST);
  private final List<@Nullable Object> results = new ArrayList<>();

  @Override
  public void onResults(ResultRun run) {
    while (!arrived.offer(run)) {
      arrived.poll();
    }
  }

  /** Returns a result or a {@link Failure} for each worker that has run its hook. */
  synchronized List<@Nullable Object> list() {
    ResultRun run;
    while ((run = arrived.poll()) != null) {
      results.add(run.next());
    }
    int tooMany = results.size() - MOST;
    if (tooMany > 0) {
      results.subList(0, tooMany).clear();
    }
    return new ArrayList<>(results);
  }
}

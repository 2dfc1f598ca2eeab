package dev.brood.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.batch.Failure;
import dev.brood.internal.batch.ResultRun;
import dev.brood.internal.batch.ResultSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the answers to items by their index; a second answer to the same item fails the test. */
final class Answers implements ResultSink {

  final Map<Long, Object> byIndex = new TreeMap<>();
  boolean withdrawn;
  boolean holdsPool;
  private final List<String> troubles = new ArrayList<>();

  @Override
  public void onResults(ResultRun run) {
    for (int i = run.count(); i > 0; i--) {
      long index = run.nextIndex();
      Object result = run.next();
      Object before = byIndex.put(index, result);
      if (before != null) {
        troubles.add("index=" + index + " was answered with " + before + ", then with " + result);
      }
    }
  }

  @Override
  public boolean isWithdrawn() {
    return withdrawn;
  }

  @Override
  public boolean holdsPool() {
    return holdsPool;
  }

  int count() {
    assertThat(troubles).isEmpty();
    return byIndex.size();
  }

  Object at(long index) {
    assertThat(troubles).isEmpty();
    return Objects.requireNonNull(byIndex.get(index), () -> "no answer to " + index);
  }

  /** Returns why an item has no result, which must be of that type. */
  <T extends Throwable> T failure(long index, Class<T> type) {
    assertThat(at(index)).isInstanceOf(Failure.class);
    Throwable cause = ((Failure) at(index)).cause();
    assertThat(cause).isInstanceOf(type);
    return type.cast(cause);
  }

  boolean has(long index) {
    return byIndex.containsKey(index);
  }

  @Nullable Object get(long index) {
    return byIndex.get(index);
  }
}

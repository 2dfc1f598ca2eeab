package dev.brood.internal.rehearsal;

import dev.brood.internal.child.Rehearsal;
import dev.brood.queue.JoinableQueue;
import dev.brood.queue.SharedQueue;
import java.time.Duration;
import java.util.List;

/**
 * Puts and takes through queues as if they had just arrived, and waits for an element that never
 * comes.
 */
public final class QueuesRehearsal implements Rehearsal {

  private static final Duration SHORT = Duration.ofMillis(1);

  /** For the service loader. */
  public QueuesRehearsal() {}

  @Override
  public List<String> packages() {
    return List.of(SharedQueue.class.getPackageName());
  }

  @Override
  public void run(Passing passing) throws Exception {
    try (SharedQueue<String> made = SharedQueue.create(2)) {
      SharedQueue<String> queue = passing.pass(made);
      queue.put("sample");
      var _ = queue.take();
      var _ = queue.poll(SHORT);
    }
    try (JoinableQueue<String> made = JoinableQueue.unbounded()) {
      JoinableQueue<String> queue = passing.pass(made);
      queue.put("sample");
      var _ = queue.take();
      queue.taskDone();
      queue.awaitDone();
    }
  }
}

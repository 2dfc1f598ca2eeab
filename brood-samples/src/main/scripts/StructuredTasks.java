import dev.brood.pool.ProcessPoolExecutor;
import dev.brood.sync.Event;
import java.time.Duration;
import java.util.concurrent.StructuredTaskScope;

/**
 * Structured concurrency over processes: one subtask fails, so the scope interrupts the thread that
 * waits for the other, and that stops its task in its process.
 *
 * <p>{@code java --enable-preview --source 25 -cp brood-core.jar StructuredTasks.java}
 */
void main() throws InterruptedException {
  try (var begun = Event.create();
      var executor = ProcessPoolExecutor.of(2)) {
    // @start region="scope"
    try (var scope = StructuredTaskScope.open()) {
      scope.fork(() -> executor.pool().apply(() -> slow(begun)));
      scope.fork(() -> executor.pool().apply(() -> fail(begun)));
      scope.join();
    } catch (StructuredTaskScope.FailedException e) {
      IO.println("the scope failed: " + e.getCause().getMessage());
    }
    // @end
  }
  IO.println("all processes have ended");
}

static String slow(Event begun) throws InterruptedException {
  begun.set();
  try {
    Thread.sleep(Duration.ofMinutes(10));
    return "slow";
  } catch (InterruptedException stopped) {
    IO.println("the slow task was stopped in its process");
    throw stopped;
  }
}

static String fail(Event begun) throws InterruptedException {
  begun.await();
  throw new IllegalStateException("no such order");
}

package dev.brood.samples.manager;

import dev.brood.manager.Manager;
import dev.brood.process.JvmProcess;
import dev.brood.proxy.PoolProxy;
import java.util.List;
import java.util.concurrent.Future;

/** One pool for several processes: its workers belong to the manager. */
public final class SharedPool {
  private SharedPool() {}

  static void main() throws Exception {
    try (Manager manager = Manager.start()) {
      // @start region="pool"
      PoolProxy pool = manager.pool(2);
      List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
      IO.println(squares);

      // A future can be sent too: another process waits for the result of this one's task.
      Future<Integer> answer = pool.submit(() -> 6 * 7);
      try (JvmProcess other = JvmProcess.start(() -> IO.println("the answer is " + answer.get()))) {
        other.join();
      }
      // @end
      pool.shutdown();
    }
  }
}

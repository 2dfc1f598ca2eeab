package dev.brood.samples.process;

import static java.time.Duration.ofSeconds;

import dev.brood.process.JvmProcess;
import dev.brood.samples.support.Stopwatch;
import java.util.stream.Stream;

/** Three children work at the same time: first all are started, then all are joined. */
public final class JoinSeveral {
  static void main() throws InterruptedException {
    var watch = Stopwatch.start();
    var children = Stream.of(3, 2, 1).map(s -> JvmProcess.start(() -> work(s))).toList();
    for (var child : children) {
      child.join();
    }
    IO.println("all three joined after " + watch);
  }

  static void work(int seconds) throws InterruptedException {
    Thread.sleep(ofSeconds(seconds));
    IO.println("worked for " + seconds + " s");
  }
}

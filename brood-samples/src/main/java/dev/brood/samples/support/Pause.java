package dev.brood.samples.support;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Sleep for functions, which may not throw checked exceptions. It stands for real work. */
public final class Pause {
  private Pause() {}

  public static void seconds(double seconds) {
    try {
      Thread.sleep(Duration.ofNanos((long) (seconds * 1e9)));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped while it paused");
    }
  }
}

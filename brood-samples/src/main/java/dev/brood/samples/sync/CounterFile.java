package dev.brood.samples.sync;

import dev.brood.process.JvmProcess;
import dev.brood.sync.SharedLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Four children count in one file, which only works one at a time. */
public final class CounterFile {
  private CounterFile() {}

  static void main() throws IOException, InterruptedException {
    Path file = Files.createTempFile("counter", ".txt");
    try {
      Files.writeString(file, "0");
      String name = file.toString();
      // @start region="lock"
      SharedLock lock = SharedLock.create();
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        children.add(
            JvmProcess.start(() -> {
              for (int j = 0; j < 100; j++) {
                lock.lock();
                try {
                  increment(Path.of(name));
                } finally {
                  lock.unlock();
                }
              }
            }));
      }
      // @end
      for (JvmProcess child : children) {
        child.join();
      }
      IO.println("counted to " + Files.readString(file));
    } finally {
      Files.delete(file);
    }
  }

  private static void increment(Path file) throws IOException {
    int count = Integer.parseInt(Files.readString(file));
    Files.writeString(file, Integer.toString(count + 1));
  }
}

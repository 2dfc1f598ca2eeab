package dev.brood.samples.process;

import dev.brood.exception.NotSendableException;
import dev.brood.process.JvmProcess;
import java.io.IOException;
import java.io.Serializable;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What can be sent to a child and what cannot. The error comes before anything starts, and says
 * which field of which argument it is.
 */
public final class NotSerializable {
  record Job(String name, Tools tools) implements Serializable {}

  /** Says that it is serializable, which holds only if its part is. */
  record Tools(Object tool) implements Serializable {}

  static void main() throws IOException, InterruptedException {
    String name = "bob";
    JvmProcess.start(() -> IO.println("a lambda: hello, " + name)).join();

    Path path = Files.createTempFile("brood-sample-", ".txt");
    try (var socket = new Socket();
        var file = Files.newInputStream(path)) {
      attempt("a thread", Thread.currentThread());
      attempt("a socket", socket);
      attempt("an open file", file);
    } finally {
      Files.delete(path);
    }
    IO.println("children started for these: " + JvmProcess.activeChildren().size());
  }

  static void attempt(String name, Object tool) {
    try {
      JvmProcess.builder().target(NotSerializable::work, new Job(name, new Tools(tool))).start();
    } catch (NotSendableException refused) {
      IO.println(name + ": " + refused.getMessage());
    }
  }

  static void work(Job job) {
    IO.println("never reached: " + job);
  }
}

package dev.brood.samples.channel;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.process.JvmProcess;

/** Two children talk over one pipe; this program only introduces them. */
public final class PipePingPong {
  static void main() throws InterruptedException {
    // @start region="ends"
    Pipe pipe = Pipe.open();
    Connection left = pipe.first();
    Connection right = pipe.second();
    var ping = JvmProcess.start(() -> ping(left));
    var pong = JvmProcess.start(() -> pong(right));
    // @end
    ping.join();
    pong.join();
  }

  private static void ping(Connection connection) throws InterruptedException {
    try (connection) {
      connection.send("ping");
      IO.println("left got " + connection.receive());
    }
  }

  private static void pong(Connection connection) throws InterruptedException {
    try (connection) {
      IO.println("right got " + connection.receive());
      connection.send("pong");
    }
  }
}

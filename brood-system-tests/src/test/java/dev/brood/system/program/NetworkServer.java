package dev.brood.system.program;

import dev.brood.manager.Manager;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Serves a manager at an address of a network until it is terminated. */
public final class NetworkServer {
  static final byte[] KEY = "known on both sides".getBytes(StandardCharsets.US_ASCII);
  static final int PATIENCE_MILLIS = 1_500;

  private NetworkServer() {}

  /** Arguments: the folder of the board, the address. */
  public static void main(String[] args) throws Exception {
    Board board = new Board(args[0]);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getByName(args[1]), 0);
    try (Manager manager =
        Manager.builder().listen(any, KEY).patience(Duration.ofMillis(PATIENCE_MILLIS)).serve()) {
      InetSocketAddress at = (InetSocketAddress) manager.address().orElseThrow();
      board.post("port", at.getPort());
      board.await("cut");
      Waits.until("the client is given up", () -> manager.clientCount() == 0);
      System.gc();
      board.post("silent", "");
      Waits.untilInterrupted();
    }
  }
}

package dev.brood.system.program;

import dev.brood.exception.ManagerDiedException;
import dev.brood.manager.Manager;
import dev.brood.system.support.Board;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.locks.Lock;

/** Uses a manager of another network, loses it out of sight, and goes on. */
public final class NetworkClient {
  private NetworkClient() {}

  /** Arguments: the folder of the board, the address of the server. */
  public static void main(String[] args) throws Exception {
    Board board = new Board(args[0]);
    InetSocketAddress at = new InetSocketAddress(args[1], (int) board.awaitLong("port"));
    try (Manager manager = Manager.connect(at, NetworkServer.KEY)) {
      List<String> own = manager.list(List.of("kept"));
      Lock lock = manager.lock();
      lock.lock();
      board.post("used", own);
      if (board.await("cut").equals("false")) {
        return;
      }
      try {
        manager.queue().take();
        board.post("outcome", "an element from nowhere");
      } catch (ManagerDiedException broken) {
        board.await("healed");
        board.post("outcome", own + " " + unlock(lock));
      }
    }
  }

  private static String unlock(Lock lock) {
    try {
      lock.unlock();
      return "held";
    } catch (IllegalMonitorStateException lost) {
      return "lost";
    }
  }
}

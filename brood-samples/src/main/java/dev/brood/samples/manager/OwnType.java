package dev.brood.samples.manager;

import dev.brood.manager.Manager;
import dev.brood.process.JvmProcess;
import java.util.TreeMap;

/** An object of one's own, shared by processes. */
public final class OwnType {
  private OwnType() {}

  // @start region="share"
  /** What others see of a scoreboard. */
  public interface Scoreboard {
    /** Adds points, and returns the sum. */
    int add(String player, int points);

    /** Returns who leads. */
    String leader();
  }

  static final class InMemory implements Scoreboard {
    private final TreeMap<String, Integer> points = new TreeMap<>();

    @Override
    public synchronized int add(String player, int more) {
      return points.merge(player, more, Integer::sum);
    }

    @Override
    public synchronized String leader() {
      return points.entrySet().stream()
          .max(java.util.Map.Entry.comparingByValue())
          .orElseThrow()
          .getKey();
    }
  }

  static void main() throws InterruptedException {
    try (Manager manager = Manager.start()) {
      Scoreboard board = manager.share(Scoreboard.class, InMemory::new);
      try (var ann = JvmProcess.start(() -> board.add("ann", 3));
          var bob = JvmProcess.start(() -> board.add("bob", 2))) {
        ann.join();
        bob.join();
      }
      IO.println(board.leader() + " leads");
    }
    // @end
    registered();
  }

  private static void registered() {
    // @start region="register"
    try (Manager manager =
        Manager.builder()
            .register("scoreboard", Scoreboard.class, arguments -> new InMemory())
            .start()) {
      Scoreboard board = manager.create("scoreboard", Scoreboard.class);
      IO.println(board.add("cid", 5));
    }
    // @end
  }
}

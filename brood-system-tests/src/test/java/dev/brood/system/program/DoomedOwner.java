package dev.brood.system.program;

import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;
import dev.brood.system.support.Board;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Has children that do all sorts of things, until it is killed. */
public final class DoomedOwner {

  /** What the children do. */
  public enum Work implements ProcessTarget {
    /** Sleeps. */
    SLEEP {
      @Override
      public void run() throws InterruptedException {
        Waits.untilInterrupted();
      }
    },
    /** Uses a core and heeds nobody. */
    SPIN {
      @Override
      public void run() {
        Waits.spin();
      }
    },
    /** Keeps the garbage collector busy. */
    ALLOCATE {
      @Override
      public void run() {
        List<byte[]> blocks = new ArrayList<>();
        while (!Thread.currentThread().isInterrupted()) {
          blocks.add(new byte[10_000]);
          if (blocks.size() > 2_000) {
            blocks.clear();
          }
        }
      }
    },
    /** Has an endless shutdown hook, and sleeps. */
    STUBBORN {
      @Override
      public void run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(Waits::spin));
        Waits.untilInterrupted();
      }
    },
    /** Has a child, a pool and a plain process of its own. */
    FAMILY {
      @Override
      public void run() throws InterruptedException {
        Board board = new Board(System.getProperty("brood.test.board"));
        try (JvmProcess child = JvmProcess.start(() -> report(board, SLEEP));
            Pool pool = Pool.of(1)) {
          board.add("pid", pool.<Long>apply(() -> ProcessHandle.current().pid()));
          board.add("pid", new ProcessBuilder("sleep", "600").start().pid());
          pool.apply(Waits::untilInterrupted, 0);
          child.join();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private DoomedOwner() {}

  private static void report(Board board, Work work) throws Exception {
    board.add("pid", ProcessHandle.current().pid());
    work.run();
  }

  /** Arguments: the folder of the board, and what each child does. */
  public static void main(String[] args) throws InterruptedException {
    Board board = new Board(args[0]);
    for (int i = 1; i < args.length; i++) {
      Work work = Work.valueOf(args[i]);
      var _ = JvmProcess.start(() -> report(board, work));
    }
    Waits.untilInterrupted();
  }
}

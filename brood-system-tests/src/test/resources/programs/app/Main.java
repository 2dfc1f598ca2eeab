package app;

import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import tool.Shout;

/** Sends all that an application sends, from whatever it was packed in. */
public class Main {
  record Point(int x, int y) implements Serializable {
    Point swapped() {
      return new Point(y, x);
    }
  }

  enum Size {
    SMALL,
    LARGE {
      @Override
      int weight() {
        return 3;
      }
    };

    int weight() {
      return 1;
    }
  }

  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Point where;

    Refusal(Point where) {
      super("refused");
      this.where = where;
    }
  }

  static final class Greeter extends JvmProcess {
    private static final long serialVersionUID = 1L;
    private final String whom;

    Greeter(String whom) {
      this.whom = whom;
    }

    @Override
    public void run() {
      System.out.println("greeter: hello " + whom);
    }
  }

  private static Point refuse(Point point) {
    throw new Refusal(point);
  }

  private static Point inAGrandchild(int x) {
    try (Pool inner = Pool.of(1)) {
      return inner.apply(y -> new Point(y, Helper.square(y)), x);
    }
  }

  public static void main(String[] args) throws Exception {
    int offset = 10;
    try (Pool pool = Pool.of(2)) {
      System.out.println("lambda: " + pool.map(x -> x * x + offset, List.of(1, 2, 3)));
      System.out.println("static method: " + pool.map(Helper::square, List.of(1, 2, 3)));
      System.out.println("method: " + pool.map(Point::swapped, List.of(new Point(1, 2))));
      System.out.println("constructor: " + pool.starmap(Point::new, List.of(Map.entry(5, 6))));
      Account account = new Account("ann", 100);
      System.out.println("class: " + pool.map((Account each) -> each.plus(5), List.of(account)));
      System.out.println("bound: " + pool.map(account::plus, List.of(1L, 2L)));
      System.out.println("enum: " + pool.map(Size::weight, List.of(Size.SMALL, Size.LARGE)));
      System.out.println("other jar: " + pool.map(Shout::loud, List.of("hey")));
      int found = pool.apply(() -> Helper.resources("META-INF/words.txt"));
      System.out.println("resources: " + found);
      try {
        Point none = pool.apply(Main::refuse, new Point(3, 4));
        System.out.println("exception: none but " + none);
      } catch (Refusal e) {
        System.out.println("exception: " + e.where);
      }
      System.out.println("grandchild: " + pool.map(Main::inAGrandchild, List.of(4)));
    }
    Account captured = new Account("bob", 1);
    try (JvmProcess child =
        JvmProcess.start(() -> System.out.println("process: " + captured.plus(offset)))) {
      child.join();
      System.out.println("status: " + child.exitStatus().orElseThrow());
    }
    try (JvmProcess child = new Greeter("world").start()) {
      child.join();
      System.out.println("status: " + child.exitStatus().orElseThrow());
    }
  }
}

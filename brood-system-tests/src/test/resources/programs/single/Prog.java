import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import java.io.Serializable;
import java.util.List;

/** A program in one file; the other classes are in it as well. */
public class Prog {
  static int twice(int x) {
    return 2 * x;
  }

  public static void main(String[] args) throws Exception {
    int offset = 10;
    try (Pool pool = Pool.of(2)) {
      System.out.println("lambda: " + pool.map(x -> twice(x) + offset, List.of(1, 2, 3)));
      System.out.println("method: " + pool.map(Box::doubled, List.of(new Box(4))));
      System.out.println("local: " + pool.map(new Times(5)::of, List.of(1, 2)));
    }
    try (JvmProcess child = JvmProcess.start(() -> System.out.println("process: " + twice(21)))) {
      child.join();
      System.out.println("status: " + child.exitStatus().orElseThrow());
    }
  }
}

record Box(int content) implements Serializable {
  Box doubled() {
    return new Box(Prog.twice(content));
  }
}

class Times implements Serializable {
  private static final long serialVersionUID = 1L;
  private final int factor;

  Times(int factor) {
    this.factor = factor;
  }

  int of(int x) {
    return factor * x;
  }
}

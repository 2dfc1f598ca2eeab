import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;

record Box(int content) implements Serializable {
  Box next() {
    return new Box(content + 1);
  }
}

int twice(int x) {
  return 2 * x;
}

void main() throws Exception {
  int offset = 10;
  try (Pool pool = Pool.of(2)) {
    IO.println("lambda: " + pool.map(x -> twice(x) + offset, List.of(1, 2, 3)));
    IO.println("reference: " + pool.map(this::twice, List.of(1, 2, 3)));
    IO.println("record: " + pool.map(Box::next, List.of(new Box(1))));
  }
  try (JvmProcess child = JvmProcess.start(() -> IO.println("process: " + twice(21)))) {
    child.join();
    IO.println("status: " + child.exitStatus().orElseThrow());
  }
}

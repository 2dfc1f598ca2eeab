import dev.brood.pool.Pool
import dev.brood.process.JvmProcess

int twice(int x) { return 2 * x; }
record Box(int content) implements java.io.Serializable { Box next() { return new Box(content + 1); } }
class Times implements java.io.Serializable { int factor = 5; int of(int x) { return factor * x; } }
enum Size { SMALL, LARGE }

var pool = Pool.of(2)
System.out.println("lambda: " + pool.map(x -> twice(x), List.of(1, 2, 3)))
System.out.println("record: " + pool.map(Box::next, List.of(new Box(1))))
System.out.println("class: " + pool.map(new Times()::of, List.of(1, 2)))
System.out.println("enum: " + pool.map(Size::ordinal, List.of(Size.SMALL, Size.LARGE)))

int later(int x) { return 7 * x; }
System.out.println("defined later: " + pool.map(x -> later(x), List.of(1, 2)))

dev.brood.function.SerializableFunction<Integer, Integer> plusOne = x -> x + 1
System.out.println("in a variable: " + pool.map(plusOne, List.of(1, 2)))

int offset = 10
String outcome = "none"
try { outcome = "" + pool.map(x -> x + offset, List.of(1)); } catch (Error e) { outcome = e.getMessage(); }
System.out.println("variable: " + outcome)
pool.close()

try (var child = JvmProcess.start(() -> System.out.println("process: " + twice(21)))) {
  child.join();
  System.out.println("status: " + child.exitStatus().orElseThrow());
}
/exit

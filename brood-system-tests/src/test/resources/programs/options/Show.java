package options;

import dev.brood.pool.Pool;

/** Prints what the owner's JVM and a child's were started with. */
public class Show {
  public static void main(String[] args) {
    System.out.println("owner: " + state());
    try (Pool pool = Pool.of(1)) {
      String child = pool.apply(Show::state);
      System.out.println("child: " + child);
      String variables =
          pool.apply(
              () -> System.getenv("JAVA_TOOL_OPTIONS") + " " + System.getenv("JDK_JAVA_OPTIONS"));
      System.out.println("variables: " + variables);
    }
  }

  private static String state() {
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    String state = "agent=" + Boolean.getBoolean("options.agent");
    state += " debugger=" + hasDebugger();
    state += " heap=" + (heap > 200 && heap < 340);
    state += " from=" + System.getProperty("from");
    if (System.getProperty("words") != null) {
      state += " words=" + System.getProperty("words");
    }
    if (System.getProperty("opens") != null) {
      Module base = Object.class.getModule();
      state += " opens=" + base.isOpen("java.lang", Show.class.getModule());
    }
    if (System.getProperty("asserts") != null) {
      state += " asserts=" + Show.class.desiredAssertionStatus();
    }
    return state;
  }

  private static boolean hasDebugger() {
    String[] arguments = ProcessHandle.current().info().arguments().orElse(new String[0]);
    return String.join(" ", arguments).contains("jdwp");
  }
}

/** Leaves a trace in the JVM that loads it. */
class Agent {
  public static void premain(String argument) {
    System.setProperty("options.agent", "true");
  }
}

package dev.brood.samples;

import dev.brood.samples.support.Options.UsageException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * A program that shows one thing, listed in {@link Samples}.
 *
 * @param number its place in the list of programs
 * @param name what {@code brood demo} calls it
 * @param type the class with its main method
 * @param summary one line, for the list
 */
public record Sample(int number, String name, Class<?> type, String summary) {
  /** Returns whether its main method takes arguments. */
  public boolean takesArguments() {
    return main().getParameterCount() == 1;
  }

  /**
   * Runs its main method in this JVM.
   *
   * @param args the arguments
   * @throws UsageException if it does not understand them
   * @throws Exception what the program throws
   */
  public void run(String... args) throws Exception {
    Method main = main();
    if (args.length > 0 && !takesArguments()) {
      throw new UsageException(name + " takes no arguments");
    }
    main.setAccessible(true);
    try {
      main.invoke(null, takesArguments() ? new Object[] {args} : new Object[0]);
    } catch (InvocationTargetException thrown) {
      switch (thrown.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw thrown;
      }
    }
  }

  private Method main() {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getName().equals("main"))
        .findAny()
        .orElseThrow();
  }
}

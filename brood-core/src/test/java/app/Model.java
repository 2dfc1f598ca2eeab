package app;

import dev.brood.function.SerializableCallable;
import java.io.Serial;
import java.io.Serializable;

/** Classes of an application, which another process may or may not have. */
public final class Model {
  private Model() {}

  /** A record. */
  public record Order(int number, String text) implements Serializable {}

  /** An enum. */
  public enum Size {
    /** Small. */
    SMALL,
    /** Large. */
    LARGE
  }

  /** A class. */
  public static final class Customer implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    private final String name;

    /** Makes one. */
    public Customer(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A lambda with a captured variable. */
  public static SerializableCallable<String> greeting(String name) {
    return () -> "hello, " + name;
  }
}

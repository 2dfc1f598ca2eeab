package dev.brood.internal.codec;

import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;

/** Classes as users write them, for the tests of this package. */
@SuppressWarnings({"serial", "ClassCanBeStatic"})
@NullUnmarked
final class Samples {
  private Samples() {}

  record Point(int x, int y) implements Serializable {}

  record Primitives(
      boolean z, byte b, char c, short s, int i, long j, float f, double d, String text)
      implements Serializable {}

  record Holder(Object value) implements Serializable {}

  record Pair(Object first, Object second) implements Serializable {}

  record NotMarked(int x) {}

  record Empty() implements Serializable {}

  /** An accessor with an idea of its own, which serialization must not ask. */
  record Shifted(int x) implements Serializable {
    @Override
    public int x() {
      return x + 1;
    }
  }

  record Positive(int value) implements Serializable {
    Positive {
      if (value < 0 && checking) {
        throw new IllegalArgumentException("value=" + value);
      }
    }

    static boolean checking = true;
  }

  record Replaced(int value) implements Serializable {
    @Serial
    private Object writeReplace() {
      return "instead";
    }
  }

  enum Color {
    RED,
    GREEN {
      @Override
      String say() {
        return "green!";
      }
    };

    String say() {
      return name();
    }
  }

  static class Node implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    final int value;
    Node next;

    Node(int value, Node next) {
      this.value = value;
      this.next = next;
    }

    static Node chain(int length) {
      Node first = new Node(0, null);
      for (int i = 1; i < length; i++) {
        first = new Node(i, first);
      }
      return first;
    }
  }

  public static final class External implements Externalizable {
    @Serial private static final long serialVersionUID = 1L;
    int value;

    public External() {}

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(value * 2);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      value = in.readInt();
    }
  }

  static final class Single implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    static final Single INSTANCE = new Single();

    @Serial
    private Object readResolve() {
      return INSTANCE;
    }
  }

  static final class Proxied implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    final transient int value;

    Proxied(int value) {
      this.value = value;
    }

    @Serial
    private Object writeReplace() {
      return new Form(value);
    }

    private record Form(int value) implements Serializable {
      @Serial
      private Object readResolve() {
        return new Proxied(value + 1);
      }
    }
  }

  static final class Custom implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    transient int value;

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeInt(value + 1);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException {
      value = in.readInt();
    }
  }

  static final class OwnException extends Exception {
    @Serial private static final long serialVersionUID = 1L;
    final int code;

    OwnException(String message, int code, Throwable cause) {
      super(message, cause);
      this.code = code;
    }
  }

  static final class Box implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    Object content;
    double[] numbers = {};

    Box(Object content) {
      this.content = content;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Box box && Objects.equals(content, box.content);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(content);
    }
  }

  /** Lambdas of every kind, from a class that is itself serializable. */
  static final class Lambdas implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
    final int base;

    Lambdas(int base) {
      this.base = base;
    }

    SerializableFunction<Integer, Integer> capturingThis() {
      return x -> x + base;
    }

    SerializableFunction<Integer, Integer> boundReference() {
      return this::plus;
    }

    int plus(int x) {
      return x + base;
    }

    static int twice(int x) {
      return 2 * x;
    }

    class Inner implements Serializable {
      @Serial private static final long serialVersionUID = 1L;

      SerializableCallable<Integer> lambda(int more) {
        return () -> base + more;
      }
    }
  }

  interface WithLambda {
    default SerializableFunction<String, String> lambda(String prefix) {
      return text -> prefix + text;
    }
  }

  static <T> SerializableFunction<List<T>, T> generic(int index) {
    return list -> list.get(index);
  }
}

package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.pool.Pool;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An object that gives the pool a task while it is itself written as a part of one. */
class SubmitWhileWrittenTest {

  private static final class Asking implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Pool pool;
    private final String name;
    private int answer;

    Asking(Pool pool, String name) {
      this.pool = pool;
      this.name = name;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      answer = pool.apply(PoolTasks::square, 6);
      out.defaultWriteObject();
    }

    String say() {
      return name + "=" + answer;
    }
  }

  @Test
  void asAnArgument() {
    try (Pool pool = Pool.of(1)) {
      assertThat(pool.apply(Asking::say, new Asking(pool, "six"))).isEqualTo("six=36");
      String two = pool.apply((asking, text) -> asking.say() + text, new Asking(pool, "six"), "!");
      assertThat(two).isEqualTo("six=36!");
    }
  }

  @Test
  void asACapturedVariable() {
    try (Pool pool = Pool.of(1)) {
      Asking asking = new Asking(pool, "six");
      assertThat(pool.<String>apply(asking::say)).isEqualTo("six=36");
    }
  }

  @Test
  void asAnItemOfAMap() {
    try (Pool pool = Pool.of(1)) {
      List<Asking> items = List.of(new Asking(pool, "one"), new Asking(pool, "two"));
      assertThat(pool.map(Asking::say, items)).containsExactly("one=36", "two=36");
    }
  }
}

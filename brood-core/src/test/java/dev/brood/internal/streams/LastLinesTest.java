package dev.brood.internal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LastLinesTest {
  private final LastLines last = new LastLines(3, StandardCharsets.UTF_8);

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    last.add(bytes, 0, bytes.length);
  }

  @Test
  void keepsTheLastOfManyInOnePiece() {
    add("1\n2\n3\n4\n5\n");
    assertThat(last.lines()).containsExactly("3", "4", "5");
  }

  @Test
  void keepsTheLastOfManyPieces() {
    add("1\n2\n");
    add("\n");
    add("4\r\n");
    add("5");
    assertThat(last.lines()).containsExactly("", "4", "5");
  }

  @Test
  void boundsEachLine() {
    add("x".repeat(5_000) + "\n");
    assertThat(last.lines().getFirst()).hasSize(2_003).endsWith("x...");
  }

  @Test
  void keepsNothingIfNothingIsWanted() {
    LastLines none = new LastLines(0, StandardCharsets.UTF_8);
    none.add(new byte[] {'a', '\n'}, 0, 2);
    assertThat(none.lines()).isEmpty();
  }
}

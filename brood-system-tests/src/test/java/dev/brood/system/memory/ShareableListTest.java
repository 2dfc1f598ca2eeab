package dev.brood.system.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.memory.ShareableList;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Waits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Lists of a few mixed values that processes share. */
class ShareableListTest {

  @Test
  void holdsWhatItWasMadeWith() {
    try (ShareableList list =
        ShareableList.of(
            "howdy", "HoWdY".getBytes(US_ASCII), -273.154, 100, 1L << 40, null, true, false)) {
      assertThat(list).hasSize(8);
      assertThat(list.get(0)).isEqualTo("howdy");
      assertThat(list.get(1)).isEqualTo("HoWdY".getBytes(US_ASCII));
      assertThat(list.subList(2, 8)).containsExactly(-273.154, 100, 1L << 40, null, true, false);
      assertThat(list.indexOf("HoWdY".getBytes(US_ASCII))).isEqualTo(1);
      assertThat(list.indexOf(100)).isEqualTo(3);
      assertThat(list.indexOf(100L)).isEqualTo(-1);
      assertThat(list.lastIndexOf(null)).isEqualTo(5);
      assertThat(list.contains(false)).isTrue();
      assertThat(list.count("howdy")).isEqualTo(1);
      assertThat(list.count("adios")).isZero();
    }
  }

  @Test
  void equalsAListOfTheSameElements() {
    try (ShareableList list = ShareableList.copyOf(Arrays.asList(1, "b", null));
        ShareableList empty = ShareableList.of()) {
      assertThat(list).isEqualTo(Arrays.asList(1, "b", null)).hasToString("[1, b, null]");
      assertThat(list.stream().filter(String.class::isInstance)).containsExactly("b");
      assertThat(empty).isEmpty();
      assertThat(empty).isEqualTo(List.of());
    }
  }

  @Test
  void everythingComesBackExactly() {
    List<String> texts =
        List.of(
            "", "\0", "ends with zeros\0\0\0", "é☃𝄞", "half a pair \uD834", "x".repeat(10_000));
    List<byte[]> bytes = List.of(new byte[0], new byte[8], new byte[] {1, 0, 0}, new byte[5000]);
    try (ShareableList ofTexts = ShareableList.copyOf(texts);
        ShareableList ofBytes = ShareableList.copyOf(bytes)) {
      assertThat(ofTexts).containsExactlyElementsOf(texts);
      for (int i = 0; i < bytes.size(); i++) {
        assertThat(ofBytes.get(i)).isEqualTo(bytes.get(i));
      }
    }
  }

  @Test
  void aPlaceTakesAnyValueThatFits() {
    try (ShareableList list = ShareableList.of("five!", 7, null, "x".repeat(17))) {
      assertThat(list.set(0, 3.5)).isEqualTo("five!");
      assertThat(list.set(1, "8 bytes!")).isEqualTo(7);
      assertThat(list.set(2, Long.MIN_VALUE)).isNull();
      assertThat(list.set(3, "é".repeat(12))).isEqualTo("x".repeat(17));
      assertThat(list).containsExactly(3.5, "8 bytes!", Long.MIN_VALUE, "é".repeat(12));
      assertThat(list.set(0, null)).isEqualTo(3.5);
      assertThat(list.get(0)).isNull();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedAndChangesNothing() {
    try (ShareableList list = ShareableList.of("12345678", 1, "x".repeat(9))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> list.set(0, "123456789"))
          .withMessageContaining("element=0")
          .withMessageContaining("bytes=9")
          .withMessageContaining("room for 8");
      assertThatIllegalArgumentException()
          .as("five signs, ten bytes")
          .isThrownBy(() -> list.set(1, "ééééé"))
          .withMessageContaining("bytes=10");
      assertThatIllegalArgumentException().isThrownBy(() -> list.set(2, new byte[17]));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> list.set(0, Instant.EPOCH))
          .withMessageContaining("type=java.time.Instant");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ShareableList.of(1, 2f))
          .withMessageContaining("type=java.lang.Float");
      assertThat(list).containsExactly("12345678", 1, "x".repeat(9));
    }
  }

  @Test
  void hasTheElementsItWasMadeWithAndNoOthers() {
    try (ShareableList list = ShareableList.of(1, 2)) {
      for (int index : new int[] {-1, 2}) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> list.get(index))
            .withMessageContaining(Integer.toString(index));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
            .isThrownBy(() -> list.set(index, 1));
      }
      assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.add(3));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> list.remove(0));
    }
  }

  @Test
  void aHandleTravelsInAnyWay() throws InterruptedException {
    try (Pool pool = Pool.of(1);
        ShareableList list = ShareableList.of(0, "word", 2.5)) {
      pool.apply(argument -> argument.set(0, 1), list);
      pool.apply(() -> list.set(1, "other"));
      JvmProcess.start(() -> JvmProcess.start(() -> list.set(2, null)).join()).join();
      assertThat(list).containsExactly(1, "other", null);
      List<Object> back = pool.apply(same -> same, list);
      back.set(0, true);
      assertThat(list.get(0)).isEqualTo(true);
      try (ShareableList made = pool.apply(first -> ShareableList.of(first, 2), 1)) {
        assertThat(made).containsExactly(1, 2);
      }
    }
  }

  @Test
  void aHandleOfADeadListSaysSo() throws IOException {
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    try (ShareableList list = ShareableList.of(1, 2);
        ObjectOutputStream out = new ObjectOutputStream(handle)) {
      out.writeObject(list);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(handle.toByteArray()))) {
      assertThatIllegalStateException().isThrownBy(in::readObject).withMessageContaining("gone");
    }
  }

  @Test
  void isUnusableWhenItIsClosed() {
    ShareableList list = ShareableList.of(1);
    list.close();
    list.close();
    assertThat(list.isClosed()).isTrue();
    assertThat(list).hasToString("ShareableList[closed]");
    assertThatIllegalStateException().isThrownBy(() -> list.get(0)).withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(() -> list.set(0, 1));
  }

  private static String uniform(Random random) {
    return Character.toString('a' + random.nextInt(26)).repeat(random.nextInt(100, 4000));
  }

  private static void write(ShareableList list, int seed, int count) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      list.set(random.nextInt(list.size()), uniform(random));
    }
  }

  private static void assertWhole(ShareableList list) {
    for (Object each : list) {
      String text = (String) each;
      assertThat(text.chars().distinct().count()).as(text).isEqualTo(1);
      assertThat(text.length()).isBetween(100, 4000);
    }
  }

  @Test
  void elementsAreSeenWholeBesideWriters() throws InterruptedException {
    String first = "x".repeat(4000);
    try (ShareableList list = ShareableList.of(first, first, first)) {
      List<JvmProcess> writers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int seed = i;
        writers.add(JvmProcess.start(() -> write(list, seed, 20_000)));
      }
      while (writers.stream().anyMatch(JvmProcess::isAlive)) {
        assertWhole(list);
      }
      for (JvmProcess writer : writers) {
        writer.join();
        assertThat(writer.exitStatus().orElseThrow().toString()).contains("0");
      }
    }
  }

  @Test
  void isSortedAsAWholeOrNotAtAll() {
    try (ShareableList list = ShareableList.of("a long text indeed", "b", "a", 2);
        ShareableList texts = ShareableList.of("c", "b", "a")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> list.sort(Comparator.comparing(String::valueOf)));
      assertThat(list).containsExactly("a long text indeed", "b", "a", 2);
      texts.sort(null);
      assertThat(texts).containsExactly("a", "b", "c");
    }
  }

  @Test
  void aWriterThatIsKilledLeavesWholeElementsAndHoldsNobodyUp() {
    String first = "x".repeat(4000);
    try (ShareableList list = ShareableList.of(first, first, first)) {
      for (int round = 0; round < 10; round++) {
        list.set(0, first);
        try (JvmProcess victim = JvmProcess.start(() -> write(list, 5, Integer.MAX_VALUE))) {
          Waits.until("it writes", () -> !list.get(0).equals(first));
          LockSupport.parkNanos(1_000_000L + round * 100_000L);
          victim.kill();
        }
        assertWhole(list);
        list.set(1, first);
        assertThat(list.get(1)).isEqualTo(first);
      }
    }
  }
}

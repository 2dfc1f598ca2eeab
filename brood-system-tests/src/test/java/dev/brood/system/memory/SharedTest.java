package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.jvm.JvmOptions;
import dev.brood.memory.Shared;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Leftovers;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Large constants, published once and read by many. */
class SharedTest {
  private static final long SMALL_FILE = 16L << 20;

  @SuppressWarnings("ArrayRecordComponent") // an array inside an object is what is tested
  private record Model(String name, double[] weights, Map<String, Integer> words)
      implements Serializable {}

  private static Model model() {
    Map<String, Integer> words = new HashMap<>();
    IntStream.range(0, 1000).forEach(i -> words.put("word " + i, i));
    return new Model("large", new Random(4).doubles(1_000_000).toArray(), words);
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private record Gone(long madeBy) implements Serializable {
    private Object readResolve() {
      return madeBy == ProcessHandle.current().pid() ? this : null;
    }
  }

  @Test
  void whatBecomesNullCannotBeReceived() throws InterruptedException {
    try (Shared<Object> shared = Shared.of(new Gone(ProcessHandle.current().pid()));
        JvmProcess child = JvmProcess.start(() -> shared.value())) {
      child.join();
      assertThat(child.failure().orElseThrow()).isInstanceOf(NotReceivableException.class);
    }
  }

  @Test
  void anObjectIsTheSameInEveryProcess() throws InterruptedException {
    Model model = model();
    try (Pool pool = Pool.of(2);
        Shared<Model> shared = Shared.of(model)) {
      assertThat(shared.value()).isSameAs(model);
      List<Double> found = pool.map(i -> shared.value().weights[i], numbers(100));
      assertThat(found)
          .containsExactlyElementsOf(
              IntStream.range(0, 100).mapToObj(i -> model.weights[i]).toList());
      int word = pool.apply(sent -> sent.value().words.get("word 7"), shared);
      assertThat(word).isEqualTo(7);
      Shared<Model> back = pool.apply(sent -> sent, shared);
      assertThat(back).isSameAs(shared);
    }
  }

  private static Object lastSeen = "nothing";

  /** Tells whether the value is another object than the last time. */
  @SuppressWarnings("ReferenceEquality") // it is the very object that counts
  private static boolean isNew(Shared<?> shared) {
    boolean other = lastSeen != shared.value();
    lastSeen = shared.value();
    return other;
  }

  @Test
  void isDecodedOnceInAProcess() {
    try (Pool pool = Pool.of(1);
        Shared<List<String>> shared = Shared.of(List.of("a", "b"))) {
      List<Boolean> decoded = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        decoded.add(pool.apply(sent -> isNew(sent), shared));
        pool.apply(() -> gc());
      }
      assertThat(decoded).containsExactly(true, false, false, false, false);
    }
  }

  private static boolean gc() {
    System.gc();
    return true;
  }

  @Test
  void textsListsAndArraysArrive() {
    try (Pool pool = Pool.of(1);
        Shared<String> text = Shared.of("x".repeat(3_000_000));
        Shared<byte[]> bytes = Shared.of(new byte[5_000_000]);
        Shared<ArrayList<Integer>> list = Shared.of(new ArrayList<>(numbers(300_000)))) {
      assertThat(pool.<Integer>apply(() -> text.value().length())).isEqualTo(3_000_000);
      assertThat(pool.<Integer>apply(() -> bytes.value().length)).isEqualTo(5_000_000);
      assertThat(pool.<Integer>apply(() -> list.value().getLast())).isEqualTo(299_999);
    }
  }

  @Test
  void aSegmentIsReadInPlaceAndCannotBeWritten() {
    try (Pool pool = Pool.of(2);
        Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(8_000_003);
      source.asSlice(0, 8_000_000).fill((byte) 5);
      try (Shared<MemorySegment> shared = Shared.of(source)) {
        source.fill((byte) 9);
        assertThat(shared.value().byteSize()).isEqualTo(8_000_003);
        assertThat(shared.value().isReadOnly()).isTrue();
        assertThat(shared.value().get(ValueLayout.JAVA_BYTE, 8_000_002)).isZero();
        assertThat(pool.map(i -> shared.value().get(ValueLayout.JAVA_BYTE, i), numbers(10)))
            .containsOnly((byte) 5);
        assertThat(pool.<Boolean>apply(() -> shared.value().isReadOnly())).isTrue();
        assertThat(pool.<Boolean>apply(() -> shared.value().isMapped())).isTrue();
        long aligned = pool.apply(() -> shared.value().address() % 64);
        assertThat(aligned).isZero();
      }
    }
  }

  @Test
  void reachesAGrandchildAndComesAsAResult() throws InterruptedException {
    try (Shared<String> shared = Shared.of("word");
        JvmProcess child =
            JvmProcess.start(
                () -> JvmProcess.start(() -> System.out.print(shared.value())).join())) {
      child.join();
    }
    Shared<List<Integer>> made;
    try (Pool pool = Pool.of(1)) {
      made = pool.apply(count -> Shared.of(new ArrayList<>(numbers(count))), 1000);
    }
    try (made) {
      assertThat(made.value()).as("its maker has ended").hasSize(1000);
      try (Pool pool = Pool.of(1)) {
        assertThat(pool.<Integer>apply(() -> made.value().size())).isEqualTo(1000);
      }
    }
  }

  private static Shared<?> held;

  private static boolean hold(Shared<?> shared) {
    held = shared;
    return shared.value() != null;
  }

  @Test
  void whenItIsClosedItsMemoryIsFreedAndWhoHasItKeepsIt() {
    try (Pool pool = Pool.of(1)) {
      Shared<List<String>> shared = Shared.of(List.of("kept"));
      pool.apply(sent -> hold(sent), shared);
      assertThat(SegmentFiles.left()).hasSize(1);
      shared.close();
      shared.close();
      assertThat(SegmentFiles.left()).isEmpty();
      assertThatIllegalStateException().isThrownBy(shared::value).withMessageContaining("closed");
      assertThat(pool.<String>apply(() -> held.value().toString())).isEqualTo("[kept]");
    }
  }

  @Test
  void aHandleThatIsClosedCannotBeSent() {
    Shared<String> shared = Shared.of("word");
    shared.close();
    try (Pool pool = Pool.of(1)) {
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> pool.apply(sent -> sent.value(), shared))
          .withMessageContaining("closed");
    }
  }

  @Test
  void whatCannotBeSentCannotBePublished() {
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> Shared.of(Collections.singletonList(new Object())));
    assertThatNullPointerException().isThrownBy(() -> Shared.of(nothing()));
  }

  @SuppressWarnings("NullAway") // On purpose.
  private static String nothing() {
    return null;
  }

  /** What a process has of memory, in bytes; what it shares with others is not its own. */
  private record Footprint(long pid, long sum, long heap, long own, long shared)
      implements Serializable {

    static Footprint afterReading(MemorySegment memory) throws IOException {
      long sum = 0;
      for (long at = 0; at < memory.byteSize(); at += Long.BYTES) {
        sum += memory.get(ValueLayout.JAVA_LONG, at);
      }
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      return new Footprint(
          ProcessHandle.current().pid(), sum, heap, resident("RssAnon"), resident("RssShmem"));
    }

    private static long resident(String what) throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(what + ":")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
      throw new IOException("no " + what);
    }
  }

  private static Footprint read(Shared<MemorySegment> shared) {
    try {
      return Footprint.afterReading(shared.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how large the files of this process and of the workers are. */
  private static long bytesInFiles(Pool pool) {
    return LongStream.concat(
            LongStream.of(ProcessHandle.current().pid()),
            pool.workerPids().stream().mapToLong(Long::longValue))
        .mapToObj(Leftovers::foldersOf)
        .flatMap(List::stream)
        .mapToLong(SharedTest::bytesIn)
        .sum();
  }

  /** Without small files, which come and go: rings of a child, shared objects of a trainee. */
  private static long bytesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .mapToLong(file -> file.toFile().length())
          .filter(length -> length > SMALL_FILE)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One copy for all: eight workers with heaps of 32 MB read 200 MB. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void twoHundredMegabytesCostEightWorkersNoHeap() {
    long size = 200L << 20;
    try (Pool pool = Pool.builder().workers(8).jvm(JvmOptions.defaults().withHeap("32m")).build();
        Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(size);
      source.set(ValueLayout.JAVA_LONG, size - 8, 77);
      pool.map(ignored -> gc(), numbers(64));
      long before = bytesInFiles(pool);
      try (Shared<MemorySegment> shared = Shared.of(source)) {
        Set<Long> pids = new HashSet<>();
        while (pids.size() < 8) {
          for (Footprint each : pool.map(ignored -> read(shared), numbers(16))) {
            pids.add(each.pid);
            assertThat(each.sum).isEqualTo(77);
            assertThat(each.shared).as("all of it is mapped").isGreaterThanOrEqualTo(size);
            assertThat(each.heap).isLessThan(32L << 20);
            assertThat(each.own).as("nothing of it is its own").isLessThan(size / 2);
          }
        }
        assertThat(bytesInFiles(pool) - before).as("one copy").isBetween(size, size + size / 8);
      }
    }
  }
}

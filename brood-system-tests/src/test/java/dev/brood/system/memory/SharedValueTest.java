package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.memory.SharedBoolean;
import dev.brood.memory.SharedDouble;
import dev.brood.memory.SharedInt;
import dev.brood.memory.SharedLong;
import dev.brood.memory.SharedValue;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Single values that processes share. */
class SharedValueTest {

  private static Set<Path> files() {
    Set<Path> found = new TreeSet<>();
    for (Path folder : Leftovers.foldersOf(ProcessHandle.current().pid())) {
      try (var files = Files.list(folder)) {
        files.filter(file -> file.toString().matches(".*\\.(cells|seg)")).forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  @Test
  void startsWithWhatItIsGiven() {
    try (SharedLong number = SharedLong.create(-5);
        SharedInt small = SharedInt.create(6);
        SharedDouble real = SharedDouble.create(2.4);
        SharedBoolean flag = SharedBoolean.create(true);
        SharedLong zero = SharedLong.create();
        SharedDouble zeroReal = SharedDouble.create();
        SharedInt zeroSmall = SharedInt.create();
        SharedBoolean no = SharedBoolean.create()) {
      assertThat(number.get()).isEqualTo(-5);
      assertThat(small.get()).isEqualTo(6);
      assertThat(real.get()).isEqualTo(2.4);
      assertThat(flag.get()).isTrue();
      assertThat(zero.get()).isZero();
      assertThat(zeroReal.get()).isZero();
      assertThat(zeroSmall.get()).isZero();
      assertThat(no.get()).isFalse();
      assertThat(List.of(number, small, real, flag)).hasToString("[-5, 6, 2.4, true]");
    }
  }

  @Test
  void aChildChangesIt() throws InterruptedException {
    try (SharedLong number = SharedLong.create(1L << 61);
        SharedInt small = SharedInt.create(7);
        SharedDouble real = SharedDouble.create(2.4);
        SharedBoolean flag = SharedBoolean.create()) {
      JvmProcess.start(
              () -> {
                number.set(number.get() + 2);
                small.set(42);
                real.set(3.5);
                flag.set(true);
              })
          .join();
      assertThat(number.get()).isEqualTo((1L << 61) + 2);
      assertThat(small.get()).isEqualTo(42);
      assertThat(real.get()).isEqualTo(3.5);
      assertThat(flag.get()).isTrue();
    }
  }

  @Test
  void aLongHasTheOperationsOfAnAtomicLong() {
    try (SharedLong number = SharedLong.create(10)) {
      assertThat(number.getAndSet(20)).isEqualTo(10);
      assertThat(number.compareAndSet(10, 1)).isFalse();
      assertThat(number.compareAndSet(20, 30)).isTrue();
      assertThat(number.getAndAdd(1L << 40)).isEqualTo(30);
      assertThat(number.addAndGet(-(1L << 40))).isEqualTo(30);
      assertThat(number.getAndIncrement()).isEqualTo(30);
      assertThat(number.incrementAndGet()).isEqualTo(32);
      assertThat(number.getAndDecrement()).isEqualTo(32);
      assertThat(number.decrementAndGet()).isEqualTo(30);
      assertThat(number.getAndUpdate(value -> value * 2)).isEqualTo(30);
      assertThat(number.updateAndGet(value -> value + 1)).isEqualTo(61);
      assertThat(number.accumulateAndGet(50, Math::min)).isEqualTo(50);
      assertThat(number.get()).isEqualTo(50);
    }
  }

  @Test
  void anIntHasTheOperationsOfAnAtomicInteger() {
    try (SharedInt number = SharedInt.create(Integer.MAX_VALUE)) {
      assertThat(number.incrementAndGet()).isEqualTo(Integer.MIN_VALUE);
      assertThat(number.getAndSet(20)).isEqualTo(Integer.MIN_VALUE);
      assertThat(number.compareAndSet(10, 1)).isFalse();
      assertThat(number.compareAndSet(20, 30)).isTrue();
      assertThat(number.getAndAdd(5)).isEqualTo(30);
      assertThat(number.addAndGet(-5)).isEqualTo(30);
      assertThat(number.getAndIncrement()).isEqualTo(30);
      assertThat(number.getAndDecrement()).isEqualTo(31);
      assertThat(number.decrementAndGet()).isEqualTo(29);
      assertThat(number.getAndUpdate(value -> value * 2)).isEqualTo(29);
      assertThat(number.updateAndGet(value -> value + 1)).isEqualTo(59);
      assertThat(number.accumulateAndGet(50, Math::max)).isEqualTo(59);
    }
  }

  @Test
  void aDoubleIsComparedByItsBits() {
    try (SharedDouble number = SharedDouble.create(Double.NaN)) {
      assertThat(number.compareAndSet(Double.NaN, 0.0)).isTrue();
      assertThat(number.compareAndSet(-0.0, 1)).isFalse();
      assertThat(number.getAndAdd(1.5)).isEqualTo(0);
      assertThat(number.addAndGet(0.25)).isEqualTo(1.75);
      assertThat(number.getAndSet(3)).isEqualTo(1.75);
      assertThat(number.getAndUpdate(Math::sqrt)).isEqualTo(3);
      assertThat(number.updateAndGet(value -> -1)).isEqualTo(-1);
      assertThat(number.accumulateAndGet(4, (value, other) -> value + other)).isEqualTo(3);
    }
  }

  @Test
  void aBooleanIsSetByOne() {
    try (SharedBoolean flag = SharedBoolean.create();
        Pool pool = Pool.of(2)) {
      List<Boolean> first =
          pool.map(
              ignored -> flag.compareAndSet(false, true), IntStream.range(0, 20).boxed().toList());
      assertThat(first).containsOnlyOnce(true);
      assertThat(flag.getAndSet(false)).isTrue();
      assertThat(flag.getAndSet(false)).isFalse();
    }
  }

  private static final int INCREMENTS = 100_000;

  private static void count(SharedLong number, SharedInt small, SharedDouble real) {
    for (int i = 0; i < INCREMENTS; i++) {
      number.incrementAndGet();
      small.getAndAdd(1);
      real.addAndGet(1);
    }
  }

  @Test
  void nothingIsLostBetweenProcesses() throws InterruptedException {
    try (SharedLong number = SharedLong.create();
        SharedInt small = SharedInt.create();
        SharedDouble real = SharedDouble.create()) {
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        children.add(JvmProcess.start(() -> count(number, small, real)));
      }
      count(number, small, real);
      for (JvmProcess child : children) {
        child.join();
      }
      assertThat(number.get()).isEqualTo(4 * INCREMENTS);
      assertThat(small.get()).isEqualTo(4 * INCREMENTS);
      assertThat(real.get()).isEqualTo(4 * INCREMENTS);
    }
  }

  private static void countMuch(SharedLong number) {
    for (int i = 0; i < 2_500_000; i++) {
      number.incrementAndGet();
    }
  }

  @Test
  void tenMillionIncrementsOfFourProcessesAreExact() throws InterruptedException {
    try (SharedLong number = SharedLong.create()) {
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        children.add(JvmProcess.start(() -> countMuch(number)));
      }
      for (JvmProcess child : children) {
        child.join();
      }
      assertThat(number.get()).isEqualTo(10_000_000);
    }
  }

  @Test
  void aKillLosesNothingThatWasCounted() {
    try (SharedLong number = SharedLong.create();
        JvmProcess victim = JvmProcess.start(() -> countForever(number))) {
      Waits.until("it counts", () -> number.get() > 1000);
      victim.kill();
      Waits.until("it is dead", () -> !victim.isAlive());
      long last = number.get();
      assertThat(number.incrementAndGet()).isEqualTo(last + 1);
    }
  }

  private static void countForever(SharedLong number) {
    while (number.get() >= 0) {
      number.incrementAndGet();
    }
  }

  @Test
  void aHandleTravelsInAnyWay() throws InterruptedException {
    try (Pool pool = Pool.of(1);
        SharedLong number = SharedLong.create()) {
      pool.apply(argument -> argument.addAndGet(1), number);
      pool.apply(() -> number.addAndGet(10));
      pool.apply(map -> map.get("in it").addAndGet(100), Map.of("in it", number));
      SharedLong back = pool.apply(same -> same, number);
      back.addAndGet(1000);
      try (JvmProcess child =
          JvmProcess.start(() -> JvmProcess.start(() -> number.addAndGet(10_000)).join())) {
        child.join();
      }
      assertThat(number.get()).isEqualTo(11_111);
      try (SharedLong result = pool.apply(first -> SharedLong.create(first), 5L)) {
        assertThat(result.incrementAndGet()).isEqualTo(6);
      }
    }
  }

  private record Account(String owner, SharedLong balance) implements Serializable {}

  private static void addToReceived(Connection connection) throws InterruptedException {
    try (connection) {
      connection.<Account>receive().balance.addAndGet(5);
      SharedLong made = SharedLong.create(50);
      connection.send(made);
    }
  }

  @Test
  void aHandleTravelsThroughAPipeInAFieldOfAnObject() throws InterruptedException {
    Pipe pipe = Pipe.open();
    Connection there = pipe.second();
    try (Connection here = pipe.first();
        SharedLong number = SharedLong.create(1);
        JvmProcess child = JvmProcess.start(() -> addToReceived(there))) {
      there.close();
      here.send(new Account("Lotte", number));
      try (SharedLong made = here.receive()) {
        child.join();
        assertThat(number.get()).isEqualTo(6);
        assertThat(made.get()).as("its maker has ended").isEqualTo(50);
      }
    }
  }

  @Test
  void slabsOfDeadMakersGoWithTheirLastValue() {
    int before = SegmentFiles.slabs().size();
    for (int i = 0; i < 6; i++) {
      SharedLong made;
      try (Pool pool = Pool.of(1)) {
        made = pool.apply(first -> SharedLong.create(first), 5L);
      }
      assertThat(made.incrementAndGet()).isEqualTo(6);
      made.close();
    }
    assertThat(SegmentFiles.slabs()).as("not six more").hasSizeLessThan(before + 4);
  }

  @Test
  void isUnusableWhenItIsClosed() {
    SharedLong number = SharedLong.create();
    number.close();
    number.close();
    assertThat(number.isClosed()).isTrue();
    assertThat(number).hasToString("SharedLong[closed]");
    assertThatIllegalStateException().isThrownBy(number::get).withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(() -> number.set(1));
    assertThatIllegalStateException().isThrownBy(number::incrementAndGet);
  }

  @Test
  void thousandsShareFilesAndTheirPlacesAreUsedAgain() {
    Set<Path> before = files();
    List<SharedLong> values = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      values.add(SharedLong.create(i));
    }
    Set<Path> after = files();
    assertThat(after.size() - before.size()).isLessThan(10);
    Random random = new Random(7);
    for (int i = 0; i < 5000; i++) {
      int index = random.nextInt(values.size());
      values.get(index).close();
      values.set(index, SharedLong.create(i));
      assertThat(values.get(index).get()).isEqualTo(i);
    }
    assertThat(files()).hasSizeLessThan(after.size() + 3);
    values.forEach(SharedValue::close);
  }

  @Test
  void valuesDoNotOverlap() {
    List<SharedLong> values = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      values.add(SharedLong.create(-1));
      values.getLast().set(i * 0x0101_0101_0101L);
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(values.get(i).get()).isEqualTo(i * 0x0101_0101_0101L);
    }
    values.forEach(SharedValue::close);
  }

  @Test
  void garbageIsFreedBesideAllocation() {
    Set<Path> before = files();
    for (int i = 0; i < 200_000; i++) {
      SharedLong.create(i);
      if (i % 20_000 == 0) {
        System.gc();
      }
    }
    // Without freeing that were 40 MB, ten files of 4 MB after the small ones.
    Waits.until(
        "places of garbage are used again",
        () -> {
          System.gc();
          try (SharedLong one = SharedLong.create()) {
            return one.get() == 0 && files().size() - before.size() < 20;
          }
        });
  }
}

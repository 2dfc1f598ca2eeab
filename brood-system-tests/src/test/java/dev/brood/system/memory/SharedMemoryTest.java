package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.memory.SharedLongArray;
import dev.brood.memory.SharedMemory;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.system.support.Leftovers;
import dev.brood.system.support.Waits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of memory, with and without names. */
class SharedMemoryTest {

  private static Path fileOf(SharedMemory memory) {
    return Leftovers.foldersOf(ProcessHandle.current().pid()).stream()
        .map(folder -> folder.resolve(memory.name() + ".seg"))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private static SharedMemory open(String name) {
    try {
      return SharedMemory.open(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SharedMemory create(String name, long size) {
    try {
      return SharedMemory.create(name, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aNameThatIsTakenIsNotGivenToOneWithoutName() {
    try (SharedMemory before = SharedMemory.create(10)) {
      long number = Long.parseLong(before.name(), 16);
      int ahead = 5;
      try (SharedMemory named = create(Long.toHexString(number + ahead), 10)) {
        for (int i = 0; i < ahead; i++) {
          try (SharedMemory other = SharedMemory.create(10)) {
            assertThat(other.name()).isNotEqualTo(named.name());
          }
        }
      }
    }
  }

  @Test
  void isZerosOfExactlyTheSizeAskedFor() {
    try (SharedMemory memory = SharedMemory.create(5001)) {
      assertThat(memory.size()).isEqualTo(5001);
      assertThat(memory.segment().byteSize()).isEqualTo(5001);
      assertThat(memory.segment().mismatch(MemorySegment.ofArray(new byte[5001]))).isEqualTo(-1);
      assertThat(memory.segment().address() % 4096).isZero();
      assertThat(memory.asLongs().length()).isEqualTo(625);
      assertThat(memory.asInts().length()).isEqualTo(1250);
      assertThat(memory.asDoubles().length()).isEqualTo(625);
      assertThat(memory.asBytes().length()).isEqualTo(5001);
    }
  }

  @Test
  void aNameOpensTheSameMemory() throws IOException {
    try (SharedMemory memory = SharedMemory.create("brood test", 100);
        SharedMemory again = SharedMemory.open("brood test")) {
      memory.asInts().set(3, 7);
      assertThat(again.asInts().get(3)).isEqualTo(7);
      assertThat(again.size()).isEqualTo(100);
      assertThat(again.name()).isEqualTo("brood test");
    }
  }

  @Test
  void aBlockWithoutANameOfItsOwnIsGivenOne() throws IOException {
    try (SharedMemory memory = SharedMemory.create(8);
        SharedMemory other = SharedMemory.create(8);
        SharedMemory again = SharedMemory.open(memory.name())) {
      assertThat(memory.name()).isNotEqualTo(other.name());
      memory.asLongs().set(0, 5);
      assertThat(again.asLongs().get(0)).isEqualTo(5);
      assertThat(memory.toString()).contains("name=" + memory.name(), "size=8");
    }
  }

  @Test
  void aNameCanBeTakenOnce() throws IOException {
    try (SharedMemory memory = SharedMemory.create("taken", 8)) {
      assertThatExceptionOfType(FileAlreadyExistsException.class)
          .isThrownBy(() -> SharedMemory.create(memory.name(), 16))
          .withMessageContaining("taken");
      assertThat(memory.size()).isEqualTo(8);
    }
    create("taken", 16).close();
  }

  @Test
  void aNameThatNobodyHasIsAnError() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> SharedMemory.open("nobody's"))
        .withMessageContaining("nobody's");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> SharedMemory.openReadOnly("nobody's"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "/dev/shm/a", "../a"})
  void aNameMustBeOne(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedMemory.create(name, 8))
        .withMessageContaining("name=" + name);
    assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.open(name));
  }

  @Test
  void aNameHasAtMost251Bytes() {
    create("é".repeat(125) + "e", 8).close();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedMemory.create("é".repeat(126), 8))
        .withMessageContaining("251");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", ":", "a\nb", "..", "snöw ☃", "*?[a]"})
  void aNameMayHaveAnyOtherSign(String name) {
    try (Pool pool = Pool.of(1);
        SharedMemory memory = create(name, 8)) {
      pool.apply(same -> add(open(same), 3), name);
      assertThat(memory.asLongs().get(0)).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aSizeIsPositive(long size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedMemory.create(size))
        .withMessageContaining("size=" + size);
    assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.create("no", size));
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 55, Long.MAX_VALUE - 10_000})
  void noRoomIsAnErrorThatSaysHowMuchThereIs(long size) {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> SharedMemory.create(size))
        .withMessageContaining("size=" + size)
        .havingCause()
        .withMessageContaining("free=");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> SharedMemory.create("too large", size))
        .withMessageContaining("free=");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> SharedMemory.open("too large"));
  }

  @Test
  void isForThisUserOnly() throws IOException {
    try (SharedMemory memory = SharedMemory.create(8)) {
      assertThat(Files.getPosixFilePermissions(fileOf(memory)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void isGoneWhenItIsClosed() throws IOException {
    SharedMemory memory = SharedMemory.create("closed", 100);
    MemorySegment segment = memory.segment();
    Path file = fileOf(memory);
    assertThat(memory.isClosed()).isFalse();
    memory.close();
    memory.close();
    assertThat(memory.isClosed()).isTrue();
    assertThat(file).doesNotExist();
    assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
    assertThatIllegalStateException().isThrownBy(memory::segment).withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> memory.asBytes().get(0))
        .withMessageContaining("segment=closed");
    assertThatIllegalStateException().isThrownBy(memory::size);
    assertThatIllegalStateException().isThrownBy(memory::unlink);
    assertThat(memory.toString()).contains("name=closed", "closed");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> SharedMemory.open("closed"));
  }

  @Test
  @SuppressWarnings("try") // Closed early: that is what is tested.
  void aNameThatWasRemovedIsFreeAtOnce() throws IOException {
    try (SharedMemory old = SharedMemory.create("twice", 8)) {
      old.asLongs().set(0, 1);
      old.unlink();
      old.unlink();
      assertThatExceptionOfType(NoSuchFileException.class)
          .isThrownBy(() -> SharedMemory.open("twice"));
      try (SharedMemory young = SharedMemory.create("twice", 16)) {
        assertThat(young.asLongs().get(0)).isZero();
        assertThat(SharedMemory.open("twice").size()).isEqualTo(16);
        assertThat(old.asLongs().get(0)).isEqualTo(1);
        old.unlink();
        old.close();
        // The end of the one that had the name before leaves it alone.
        assertThat(SharedMemory.open("twice").size()).isEqualTo(16);
      }
    }
  }

  @Test
  void aHandleOfADeadBlockSaysSo() throws IOException {
    byte[] handle;
    try (SharedMemory memory = SharedMemory.create("dead", 8)) {
      handle = serialized(memory);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> deserialized(handle))
        .withMessageContaining("dead")
        .withMessageContaining("gone");
    try (SharedMemory other = SharedMemory.create("dead", 8)) {
      assertThatIllegalStateException()
          .as("another of the same name: " + other)
          .isThrownBy(() -> deserialized(handle));
    }
  }

  private static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object deserialized(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  @Test
  void aHandleIsTheSameMemory() throws Exception {
    try (SharedMemory memory = SharedMemory.create(64)) {
      SharedMemory copy = (SharedMemory) deserialized(serialized(memory));
      copy.asLongs().set(7, 9);
      assertThat(memory.asLongs().get(7)).isEqualTo(9);
      assertThat(serialized(memory).length).isLessThan(1000);
    }
  }

  private record Holder(String what, SharedMemory memory) implements Serializable {}

  private static long add(SharedMemory memory, long number) {
    return memory.asLongs().addAndGet(0, number);
  }

  private static SharedMemory made(long number) {
    SharedMemory memory = SharedMemory.create(1000);
    add(memory, number);
    return memory;
  }

  @Test
  void aHandleTravelsInAnyWay() throws InterruptedException {
    try (Pool pool = Pool.of(2);
        SharedMemory memory = SharedMemory.create(8)) {
      pool.apply(argument -> add(argument, 1), memory);
      pool.apply(() -> add(memory, 10));
      pool.apply(holder -> add(holder.memory, 100), new Holder("field", memory));
      pool.map(each -> add(each, 1000), List.of(memory, memory, memory));
      JvmProcess.start(() -> add(memory, 10_000)).join();
      assertThat(memory.asLongs().get(0)).isEqualTo(13_111);
      try (SharedMemory result = pool.apply(number -> made(number), 5L)) {
        assertThat(add(result, 1)).isEqualTo(6);
      }
    }
  }

  @Test
  void aHandleReachesAGrandchild() throws InterruptedException {
    try (SharedMemory memory = SharedMemory.create(8);
        JvmProcess child = JvmProcess.start(() -> JvmProcess.start(() -> add(memory, 4)).join())) {
      child.join();
      assertThat(memory.asLongs().get(0)).isEqualTo(4);
    }
  }

  @Test
  void childrenOpenItByName() throws InterruptedException {
    try (SharedMemory memory = create("for children", 8);
        JvmProcess one = JvmProcess.start(() -> add(open("for children"), 1));
        JvmProcess two = JvmProcess.start(() -> add(open("for children"), 2))) {
      one.join();
      two.join();
      assertThat(memory.asLongs().get(0)).isEqualTo(3);
    }
  }

  @Test
  void theLastUserFreesIt() {
    SharedMemory memory = SharedMemory.create(8);
    Path file = fileOf(memory);
    try (Pool pool = Pool.of(1)) {
      pool.apply(sent -> keep(sent), memory);
      memory.close();
      assertThat(file).exists();
      assertThat(pool.apply(() -> closeKept())).isEqualTo(1);
      assertThat(file).doesNotExist();
    }
  }

  private static SharedMemory kept;

  private static boolean keep(SharedMemory memory) {
    kept = memory;
    add(memory, 1);
    return true;
  }

  private static long closeKept() {
    long number = kept.asLongs().get(0);
    kept.close();
    return number;
  }

  @Test
  @SuppressWarnings("try") // Closed early: that is what is tested.
  void isClosedWhileThreadsUseIt() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      SharedMemory memory = SharedMemory.create(1 << 20);
      MemorySegment segment = memory.segment();
      SharedLongArray longs = memory.asLongs();
      CountDownLatch running = new CountDownLatch(2);
      Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
      List<Thread> users =
          List.of(
              Thread.ofPlatform().start(() -> useUntilItFails(running, ends, segment)),
              Thread.ofVirtual()
                  .start(() -> useUntilItFails(running, ends, () -> longs.getAndAdd(7, 1))));
      running.await();
      memory.close();
      for (Thread user : users) {
        user.join();
      }
      assertThat(ends).hasSize(2).allMatch(each -> each instanceof IllegalStateException);
    }
  }

  private static void useUntilItFails(
      CountDownLatch running, Queue<Throwable> ends, MemorySegment segment) {
    useUntilItFails(running, ends, () -> segment.fill((byte) 3));
  }

  private static void useUntilItFails(CountDownLatch running, Queue<Throwable> ends, Runnable use) {
    try {
      use.run();
      running.countDown();
      while (true) {
        use.run();
      }
    } catch (Throwable end) {
      ends.add(end);
    }
  }

  /** The kernel must not write to where something else is mapped by then. */
  @Test
  void staysMappedWhileTheKernelUsesIt() throws Exception {
    java.nio.channels.Pipe pipe = java.nio.channels.Pipe.open();
    SharedMemory memory = SharedMemory.create(1 << 20);
    MemorySegment segment = memory.segment().fill((byte) 5);
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      Thread writer = Thread.ofPlatform().start(() -> writeAll(sink, segment));
      ByteBuffer first = ByteBuffer.allocate(1);
      source.read(first);
      memory.close();
      assertThat(memory.isClosed()).isTrue();
      ByteBuffer rest = ByteBuffer.allocate((1 << 20) - 1);
      while (rest.hasRemaining()) {
        source.read(rest);
      }
      writer.join();
      assertThat(rest.get(rest.limit() - 1)).isEqualTo((byte) 5);
    }
    SharedMemory.create(8).close();
    assertThat(segment.scope().isAlive()).as("unmapped with the next one").isFalse();
  }

  private static void writeAll(WritableByteChannel sink, MemorySegment segment) {
    try {
      sink.write(segment.asByteBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReaderCannotWrite() throws IOException {
    try (Pool pool = Pool.of(1);
        SharedMemory memory = SharedMemory.create("to read", 16);
        SharedMemory reader = SharedMemory.openReadOnly("to read")) {
      memory.asLongs().set(1, 3);
      assertThat(reader.isReadOnly()).isTrue();
      assertThat(memory.isReadOnly()).isFalse();
      assertThat(reader.asLongs().get(1)).isEqualTo(3);
      assertThat(reader.segment().get(ValueLayout.JAVA_LONG, 8)).isEqualTo(3);
      assertThat(reader.segment().isReadOnly()).isTrue();
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> reader.asLongs().set(1, 4))
          .withMessageContaining("segment=to read");
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> reader.asBytes().copyFrom(new byte[2]));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> reader.asInts().fill(1));
      boolean sentReadOnly = pool.apply(sent -> sent.isReadOnly(), memory.asReadOnly());
      assertThat(sentReadOnly).isTrue();
      long readThere = pool.apply(sent -> sent.asLongs().get(1), reader);
      assertThat(readThere).isEqualTo(3);
    }
  }

  @Test
  void structuresAreAccessedByTheirLayout() {
    MemoryLayout point =
        MemoryLayout.structLayout(
            ValueLayout.JAVA_DOUBLE.withName("x"), ValueLayout.JAVA_DOUBLE.withName("y"));
    MemoryLayout points = MemoryLayout.sequenceLayout(10, point);
    VarHandle y = points.varHandle(PathElement.sequenceElement(), PathElement.groupElement("y"));
    try (Pool pool = Pool.of(1);
        SharedMemory memory = SharedMemory.create(points)) {
      y.set(memory.segment(), 0L, 3L, 2.5);
      assertThat(memory.size()).isEqualTo(160);
      double found = pool.apply(sent -> sent.asDoubles().get(7), memory);
      assertThat(found).isEqualTo(2.5);
    }
  }

  @Test
  void theMemoryStaysWhileItsSegmentIsUsed() {
    MemorySegment segment = create("dropped", 64).segment();
    for (int i = 0; i < 5; i++) {
      System.gc();
      segment.setAtIndex(ValueLayout.JAVA_LONG, i, i);
    }
    assertThat(segment.getAtIndex(ValueLayout.JAVA_LONG, 4)).isEqualTo(4);
    open("dropped").close();
    assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  void aBlockThatNobodyRefersToGoes() {
    Path file = fileOf(create("forgotten", 64));
    Waits.until(
        "the block is gone",
        () -> {
          System.gc();
          return !Files.exists(file);
        });
  }

  @Test
  void mayBeLargerThanAnArray() {
    long size = (2L << 30) + 64;
    long at = size / 8 - 1;
    try (Pool pool = Pool.of(1);
        SharedMemory memory = SharedMemory.create(size)) {
      assertThat(memory.asLongs().get(at)).isZero();
      long before = pool.apply(sent -> sent.asLongs().getAndSet(at, 12), memory);
      assertThat(before).isZero();
      assertThat(memory.asLongs().get(at)).isEqualTo(12);
      assertThat(memory.segment().getAtIndex(ValueLayout.JAVA_LONG, at)).isEqualTo(12);
    }
  }
}

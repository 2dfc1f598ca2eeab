package dev.brood.system.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.message.Exports;
import dev.brood.memory.ShareableList;
import dev.brood.memory.Shared;
import dev.brood.memory.SharedBoolean;
import dev.brood.memory.SharedByteArray;
import dev.brood.memory.SharedDouble;
import dev.brood.memory.SharedDoubleArray;
import dev.brood.memory.SharedInt;
import dev.brood.memory.SharedIntArray;
import dev.brood.memory.SharedLong;
import dev.brood.memory.SharedLongArray;
import dev.brood.memory.SharedMemory;
import dev.brood.pool.WorkerLocal;
import dev.brood.queue.JoinableQueue;
import dev.brood.queue.SharedQueue;
import dev.brood.sync.Barrier;
import dev.brood.sync.Event;
import dev.brood.sync.SharedLatch;
import dev.brood.sync.SharedLock;
import dev.brood.sync.SharedReadWriteLock;
import dev.brood.sync.SharedSemaphore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How shared objects travel: as records, which need no JDK serialization, alone or in anything. */
class HandleTest {

  static List<Supplier<AutoCloseable>> all() {
    return List.of(
        SharedBoolean::create,
        SharedDouble::create,
        SharedInt::create,
        SharedLong::create,
        () -> SharedByteArray.create(1),
        () -> SharedDoubleArray.create(1),
        () -> SharedIntArray.create(1),
        () -> SharedLongArray.create(1),
        () -> SharedMemory.create(1),
        () -> ShareableList.of(1),
        () -> Shared.of("shared"),
        SharedQueue::unbounded,
        JoinableQueue::unbounded,
        SharedLock::create,
        () -> SharedSemaphore.create(1),
        SharedReadWriteLock::create,
        () -> SharedLatch.create(1),
        () -> Barrier.create(1),
        Event::create);
  }

  @ParameterizedTest
  @MethodSource("all")
  void goesAsARecord(Supplier<AutoCloseable> maker) throws Exception {
    try (AutoCloseable made = maker.get()) {
      assertThat(classesIn(made)).contains(made.getClass());
    }
  }

  @Test
  void anEndOfAPipeGoesAsARecord() {
    try (Pipe pipe = Pipe.open()) {
      Exports.during(() -> assertThat(classesIn(pipe.first())).contains(Connection.class)).cancel();
    }
  }

  @Test
  void aWorkerLocalGoesAsARecord() {
    WorkerLocal<String> local = WorkerLocal.withInitial(() -> "initial");
    assertThat(classesIn(local)).contains(WorkerLocal.class);
  }

  /** Returns the classes around those that the codec writes by itself. */
  private static List<Class<?>> classesIn(Object value) {
    ValueWriter writer = new ValueWriter();
    writer.write(value, "value");
    return writer.classNames().stream().<Class<?>>map(HandleTest::outermost).toList();
  }

  private static Class<?> outermost(String name) {
    try {
      Class<?> type = Class.forName(name);
      return type.getEnclosingClass() == null ? type : type.getNestHost();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void isOneObjectInWhatTheJdkSerializes(Supplier<AutoCloseable> maker) throws Exception {
    try (AutoCloseable made = maker.get()) {
      Object[] arrived = (Object[]) passedOn(new Object[] {made, made});
      assertThat(arrived[0]).isSameAs(arrived[1]).hasSameClassAs(made);
      ((AutoCloseable) arrived[0]).close();
    }
  }

  private static Object passedOn(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}

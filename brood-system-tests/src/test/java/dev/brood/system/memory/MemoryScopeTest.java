package dev.brood.system.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.brood.memory.MemoryScope;
import dev.brood.memory.SharedLong;
import dev.brood.memory.SharedLongArray;
import dev.brood.memory.SharedMemory;
import dev.brood.pool.Pool;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Freeing together what was made together. */
class MemoryScopeTest {

  @Test
  void freesAllThatWasAdded() throws IOException {
    SharedMemory memory;
    SharedLong value;
    SharedLongArray array;
    try (MemoryScope scope = new MemoryScope()) {
      memory = scope.add(SharedMemory.create("in a scope", 100));
      value = scope.add(SharedLong.create(3));
      array = scope.add(SharedLongArray.of(1, 2, 3));
      assertThat(SharedMemory.open("in a scope").size()).isEqualTo(100);
      assertThat(value.get() + array.get(1)).isEqualTo(5);
    }
    assertThat(memory.isClosed() && value.isClosed() && array.isClosed()).isTrue();
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> SharedMemory.open("in a scope"));
  }

  @Test
  void whatOthersUseIsTheirs() {
    try (Pool pool = Pool.of(1)) {
      try (MemoryScope scope = new MemoryScope()) {
        SharedMemory memory = scope.add(SharedMemory.create(8));
        memory.asLongs().set(0, 4);
        pool.apply(sent -> keep(sent), memory);
      }
      assertThat(pool.<Long>apply(() -> kept.asLongs().get(0))).isEqualTo(4);
    }
  }

  private static SharedMemory kept;

  private static boolean keep(SharedMemory memory) {
    kept = memory;
    return true;
  }

  @Test
  void closesTheLastFirstAndAllOfThem() {
    List<String> closed = new ArrayList<>();
    MemoryScope scope = new MemoryScope();
    scope.add(() -> closed.add("first"));
    scope.add(() -> {
      closed.add("second");
      throw new IOException("of the second");
    });
    scope.add(() -> closed.add("third"));
    assertThatIllegalStateException()
        .isThrownBy(scope::close)
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("third", "second", "first");
    scope.close();
  }

  @Test
  void whatIsAddedTooLateIsFreedAtOnce() {
    MemoryScope scope = new MemoryScope();
    scope.close();
    SharedLong value = SharedLong.create();
    assertThatIllegalStateException()
        .isThrownBy(() -> scope.add(value))
        .withMessageContaining("closed");
    assertThat(value.isClosed()).isTrue();
  }
}

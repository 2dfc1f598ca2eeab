package dev.brood.manager;

import dev.brood.memory.MemoryScope;
import dev.brood.memory.ShareableList;
import dev.brood.memory.SharedMemory;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shared memory that is a shared object, in the process of its manager. */
final class ManagedMemory implements MemoryManager {

  private final MemoryScope scope = new MemoryScope();

  /** Makes one without memory. */
  static MemoryManager create(List<?> arguments) {
    return new ManagedMemory();
  }

  @Override
  public SharedMemory create(long size) {
    return scope.add(SharedMemory.create(size));
  }

  @Override
  public SharedMemory create(String name, long size) throws IOException {
    return scope.add(SharedMemory.create(name, size));
  }

  @Override
  public ShareableList list(List<? extends @Nullable Object> elements) {
    return scope.add(ShareableList.copyOf(elements));
  }

  @Override
  public void close() {
    scope.close();
  }

  @Override
  public String toString() {
    return "MemoryManager";
  }
}

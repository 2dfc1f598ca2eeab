package dev.brood.internal.rehearsal;

import dev.brood.internal.child.Rehearsal;
import dev.brood.memory.ShareableList;
import dev.brood.memory.Shared;
import dev.brood.memory.SharedIntArray;
import dev.brood.memory.SharedLong;
import java.util.List;

/** Reads and writes shared memory as if it had just arrived. */
public final class MemoryRehearsal implements Rehearsal {

  /** For the service loader. */
  public MemoryRehearsal() {}

  @Override
  public List<String> packages() {
    return List.of(Shared.class.getPackageName());
  }

  @Override
  public void run(Passing passing) throws Exception {
    try (SharedLong made = SharedLong.create()) {
      SharedLong number = passing.pass(made);
      number.incrementAndGet();
      number.compareAndSet(number.get(), 0);
    }
    try (SharedIntArray made = SharedIntArray.of(1, 2)) {
      SharedIntArray array = passing.pass(made);
      array.set(0, array.get(1));
      array.getAndAdd(1, 1);
    }
    try (ShareableList made = ShareableList.of("sample", 1)) {
      ShareableList list = passing.pass(made);
      list.set(1, list.get(1));
    }
    try (Shared<int[]> made = Shared.of(new int[] {1})) {
      passing.pass(made).value();
    }
  }
}

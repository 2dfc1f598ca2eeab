package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.benchmarks.limit.CopyAndRead;
import dev.brood.memory.Shared;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;

/** Publishes memory, and has all workers read it. In MB/s of payload, counted once. */
final class Broadcast implements Probe {

  private final int workers;
  private final Pool pool;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment payload;

  Broadcast(Settings settings) {
    workers = settings.size("workers");
    payload = arena.allocate(settings.size("bytes")).fill((byte) 1);
    pool = Pool.of(workers);
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(this::publishAndRead).perSecond((double) payload.byteSize()) / 1e6;
  }

  private void publishAndRead() {
    try (Shared<MemorySegment> shared = Shared.of(payload)) {
      List<Shared<MemorySegment>> each = Collections.nCopies(workers, shared);
      for (long sum : pool.map(Broadcast::read, each, MapOptions.chunk(1))) {
        CopyAndRead.check(sum, payload);
      }
    }
  }

  private static long read(Shared<MemorySegment> shared) {
    return CopyAndRead.read(shared.value());
  }

  @Override
  public void close() {
    pool.close();
    arena.close();
  }
}

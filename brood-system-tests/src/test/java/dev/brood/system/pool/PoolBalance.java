package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.pool.MapOptions;
import dev.brood.pool.Pool;
import dev.brood.system.support.Board;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that were given to a worker ahead, behind one that takes longer than any before it. */
@Timeout(120)
interface PoolBalance extends PoolPlace {

  @Test
  default void callsBehindALongOneAreRunByOthers(@TempDir Path folder) throws Exception {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(2).build()) {
      List<CompletableFuture<Integer>> quick = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        quick.add(pool.applyAsync(PoolTasks::square, i));
      }
      quick.forEach(CompletableFuture::join);

      // Both workers are busy, so some of what follows is given to either, ahead of its time.
      CompletableFuture<String> longOne = pool.applyAsync(board::await, "long");
      CompletableFuture<String> shorter = pool.applyAsync(board::await, "shorter");
      List<CompletableFuture<Boolean>> others = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        others.add(pool.applyAsync(board::postFirst, "other-" + i));
      }
      board.post("shorter", "");
      for (CompletableFuture<Boolean> other : others) {
        assertThat(other.get(60, TimeUnit.SECONDS)).as("run once").isTrue();
      }
      assertThat(shorter).isCompleted();
      assertThat(longOne).isNotDone();
      board.post("long", "");
      longOne.join();
    }
  }

  @Test
  default void itemsOfAChunkBehindALongOneAreRunByOthers(@TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = builder().workers(3).build()) {
      List<Boolean> first =
          pool.map(
              item -> {
                boolean isFirst = board.postFirst("begun-" + item);
                if (item == 0) {
                  // Long enough for all the others.
                  board.await("begun-", 20);
                }
                return isFirst;
              },
              IntStream.range(0, 20).boxed().toList(),
              MapOptions.defaults().withChunk(20));
      assertThat(first).as("run once").hasSize(20).containsOnly(true);
    }
  }
}

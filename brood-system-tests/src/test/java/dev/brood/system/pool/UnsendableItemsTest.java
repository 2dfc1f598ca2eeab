package dev.brood.system.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.exception.NotSendableException;
import dev.brood.pool.MapOptions;
import dev.brood.pool.Outcome;
import dev.brood.pool.Pool;
import dev.brood.system.support.Board;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items of a map that cannot be written: they fail, and no other does. */
class UnsendableItemsTest {
  private static final int ITEMS = 20;
  private static final int BAD = 11;

  /** How an item ends its own writing. */
  enum End {
    RETURNS,
    NOT_SERIALIZABLE,
    RUNTIME_EXCEPTION,
    ASSERTION_ERROR,
    STACK_OVERFLOW,
    OUT_OF_MEMORY,
    OTHER_ERROR;

    void come() throws IOException {
      switch (this) {
        case RETURNS -> {}
        case NOT_SERIALIZABLE -> throw new NotSerializableException("a.Thing");
        case RUNTIME_EXCEPTION -> throw new IllegalStateException("of the item");
        case ASSERTION_ERROR -> throw new AssertionError("of the item");
        case STACK_OVERFLOW -> throw new StackOverflowError("of the item");
        case OUT_OF_MEMORY -> throw new OutOfMemoryError("of the item");
        case OTHER_ERROR -> throw new Error("of the item");
      }
    }

    Class<? extends Throwable> seen() {
      return this == OUT_OF_MEMORY ? OutOfMemoryError.class : NotSendableException.class;
    }
  }

  /** An item that ends in the middle of its own bytes. */
  private static final class Item implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int number;
    private final End end;
    private final byte[] large = new byte[20_000];

    Item(int number, End end) {
      this.number = number;
      this.end = end;
    }

    @java.io.Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      end.come();
    }

    int number() {
      return number + large[number];
    }
  }

  private static List<Item> itemsWithOne(End end) {
    return IntStream.range(0, ITEMS)
        .mapToObj(number -> new Item(number, number == BAD ? end : End.RETURNS))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RETURNS")
  void anItemThatCannotBeWrittenFailsAlone(End end, @TempDir Path folder) {
    Board board = Board.in(folder);
    try (Pool pool = Pool.of(2)) {
      for (int chunk : new int[] {1, 3, 50}) {
        MapOptions options = MapOptions.chunk(chunk);
        List<Outcome<Integer>> outcomes =
            pool.mapOutcomes(Item::number, itemsWithOne(end), options);
        for (int i = 0; i < ITEMS; i++) {
          if (i == BAD) {
            assertThatThrownBy(() -> outcomes.get(BAD).get()).isInstanceOf(end.seen());
            assertThat(outcomes.get(BAD).index()).isEqualTo(BAD);
          } else {
            assertThat(outcomes.get(i)).isEqualTo(new Outcome.Succeeded<>(i, i));
          }
        }
        String ran = "chunk" + chunk + "-";
        assertThatThrownBy(() ->
                pool.map(
                    item -> {
                      board.post(ran + item.number(), "");
                      return item.number();
                    },
                    itemsWithOne(end),
                    options))
            .isInstanceOf(end.seen());
        assertThat(board.all(ran)).hasSize(ITEMS - 1);
        assertThatThrownBy(() -> pool.apply(Item::number, new Item(1, end)))
            .isInstanceOf(end.seen());
        assertThat(pool.apply(Item::number, new Item(7, End.RETURNS))).isEqualTo(7);
      }
      assertThat(pool.stats().died()).isZero();
    }
  }

  @Test
  void itemsThatCannotBeWrittenFillTheWindowAsOthersDo() {
    Iterable<Item> endless =
        () -> Stream.generate(() -> new Item(0, End.RUNTIME_EXCEPTION)).iterator();
    try (Pool pool = Pool.of(1);
        Stream<Outcome<Integer>> outcomes =
            pool.imapOutcomes(Item::number, endless, MapOptions.chunk(4))) {
      assertThat(outcomes.limit(30))
          .hasSize(30)
          .allMatch(each -> each instanceof Outcome.Refused<Integer>);
    }
  }
}

package dev.brood.internal.referent;

import dev.brood.internal.registry.ObjectTable;
import dev.brood.internal.registry.SharedObject;
import dev.brood.internal.service.CursorService;
import dev.brood.internal.service.Kind;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the shared objects that come with the library. */
public final class Referents {

  private Referents() {}

  /**
   * Makes one and shares it.
   *
   * @param arguments as the proxies of its kind are made with
   * @throws IllegalArgumentException if the arguments do not fit
   */
  public static SharedObject create(ObjectTable table, Kind kind, @Nullable Object[] arguments) {
    return table.share(kind.type(), kind.service(), referent(table, kind, arguments));
  }

  private static Object referent(ObjectTable table, Kind kind, @Nullable Object[] given) {
    UnaryOperator<CursorService> shared =
        cursor ->
            (CursorService)
                table.proxyOf(table.share(Kind.CURSOR.type(), Kind.CURSOR.service(), cursor));
    try {
      return switch (kind) {
        case LIST -> new ListObject(given);
        case MAP -> new MapObject(given, shared);
        case SET -> new SetObject(given, shared);
        case QUEUE, DEQUE -> new QueueObject(number(given, 0));
        case LOCK -> new LockObject();
        case READ_WRITE_LOCK -> new ReadWriteLockObject();
        case SEMAPHORE -> new SemaphoreObject(number(given, 0), number(given, 1));
        case EVENT -> new EventObject();
        case BARRIER -> new BarrierObject(number(given, 0));
        case VALUE -> new ValueObject(given[0]);
        case ARRAY -> new ArrayObject(given);
        case NAMESPACE -> new NamespaceObject();
        case COUNTER -> new CounterObject(number(given, 0));
        case CURSOR -> throw new IllegalArgumentException("cursors are made by what is read");
      };
    } catch (ArrayIndexOutOfBoundsException | ClassCastException unfit) {
      throw new IllegalArgumentException("arguments that do not fit kind=" + kind, unfit);
    }
  }

  private static int number(@Nullable Object[] given, int index) {
    return ((Number) Elements.given(given[index])).intValue();
  }
}

package dev.brood.internal.referent;

import dev.brood.internal.service.CursorService;
import dev.brood.internal.service.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is left of something that is read page by page. */
final class Cursor implements CursorService {

  /** Where elements come from, some at a time that belong together. */
  interface Source {
    /** Returns the next ones, or null at the end. */
    Object @Nullable [] next();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Source source;
  private Object @Nullable [] ahead;

  private Cursor(Source source) {
    this.source = source;
    this.ahead = source.next();
  }

  /** Reads the first page, and shares a cursor if there are more. */
  static Page begin(Source source, int most, UnaryOperator<CursorService> shared) {
    Cursor cursor = new Cursor(source);
    Object[] first = cursor.next(most);
    return new Page(Arrays.asList(first), cursor.ahead == null ? null : shared.apply(cursor));
  }

  @Override
  public Object[] next(int most) {
    lock.lock();
    try {
      List<Object> page = new ArrayList<>();
      Object[] next = ahead;
      while (next != null && (page.isEmpty() || page.size() + next.length <= most)) {
        page.addAll(List.of(next));
        next = source.next();
      }
      ahead = next;
      return page.toArray();
    } finally {
      lock.unlock();
    }
  }
}

package dev.brood.system.family;

import dev.brood.internal.family.Cell;
import dev.brood.internal.family.CellRef;
import dev.brood.internal.family.Family;
import dev.brood.internal.family.Sleeper;
import dev.brood.internal.family.WaitSet;
import dev.brood.internal.region.SharedWords;
import dev.brood.internal.util.Deadline;
import java.io.Serializable;

/** The least that can be made of a cell: a number that one may wait for, and who set it. */
public final class Token implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final long KIND = 0x544F4B454EL;
  private static final int AT_NUMBER = 0;
  private static final int AT_SETTER = 8;

  private final transient Cell cell;
  private final transient WaitSet waiting;

  private Token(Cell cell) {
    this.cell = cell;
    this.waiting = cell.waitSet(0);
  }

  /** Makes a token whose number is 0. */
  public static Token create() {
    return Cell.create(KIND, 16, 1, Token::new);
  }

  private record Handle(CellRef ref) implements Serializable {
    private Object readResolve() {
      return Cell.attach(ref, KIND, Token::new);
    }
  }

  private Object writeReplace() {
    return new Handle(cell.send());
  }

  CellRef ref() {
    return cell.ref();
  }

  /** Returns the number. */
  public long get() {
    cell.mustBeOpen();
    return SharedWords.getLong(cell.body(), AT_NUMBER);
  }

  /** Adds 1, not atomically: two at a time make it wrong, which is what tests of locks want. */
  public void increment() {
    SharedWords.setLong(cell.body(), AT_NUMBER, get() + 1);
  }

  /** Sets the number, and who has set it. */
  public void set(long number) {
    SharedWords.setInt(cell.body(), AT_SETTER, cell.family().self());
    SharedWords.setLong(cell.body(), AT_NUMBER, number);
    waiting.wakeAll();
  }

  Family.Member setter() {
    return cell.family().member(SharedWords.getInt(cell.body(), AT_SETTER));
  }

  /** Waits until the number is {@code number}. */
  public void await(long number) {
    Sleeper sleeper = waiting.enter();
    try {
      while (get() != number) {
        sleeper.sleep(Deadline.NEVER);
        waiting.enterAgain(sleeper);
      }
    } finally {
      waiting.leave(sleeper);
    }
  }

  /** Waits until the process that set the number last has ended. */
  void awaitEndOfSetter() {
    Sleeper sleeper = waiting.enter();
    try {
      while (cell.family().isAlive(SharedWords.getInt(cell.body(), AT_SETTER))) {
        sleeper.sleep(Deadline.NEVER);
        waiting.enterAgain(sleeper);
      }
    } finally {
      waiting.leave(sleeper);
    }
  }

  @Override
  public void close() {
    cell.close();
  }
}

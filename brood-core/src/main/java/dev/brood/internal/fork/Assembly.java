package dev.brood.internal.fork;

import dev.brood.exception.NotReceivableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Child: the order in which what is left is made when all ordinary objects have their fields.
 *
 * <p>Code of the program that runs meanwhile, a record's constructor or a key's {@code hashCode},
 * may use all static fields and the whole of what it is given. So each thing has a rank: its own,
 * or that of the highest that it holds. The lower comes first, and of one rank, what is held comes
 * before the holder, as in the image. What is in a circle is last. A field, element or static field
 * that waits for a thing is set as soon as that is made.
 */
final class Assembly {

  /** Runs no code of the program and uses nothing of what it holds: whenever it can be made. */
  static final byte PLAIN = 0;

  /** Made by code of the JDK, which may ask what it holds. */
  static final byte SERIAL = 1;

  static final byte RECORD = 2;

  /** Asks its keys, and they may ask records. */
  static final byte TABLE = 3;

  /** Holds what only an initializer of the program makes. */
  private static final byte INITIALIZED = 4;

  /** Holds what comes later in the image, and so perhaps itself. */
  private static final byte CIRCULAR = 5;

  private static final int[] NONE = {};

  private final @Nullable Object[] objects;
  private final @Nullable Gap[] gaps;
  private final byte[] ranks;
  private final boolean[] isRead;
  private final boolean[] isUnfilled;
  private final List<Task> initializing = new ArrayList<>();
  private final List<Task> refilled = new ArrayList<>();
  private List<Task> tasks = new ArrayList<>();
  private @Nullable RuntimeException failure;
  private int waiting;

  /**
   * Something to make or fill when all that it needs is there.
   *
   * @param kind {@link #PLAIN} to {@link #TABLE}
   * @param collections numbers of collections that should be filled before
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Task(
      int number, byte kind, @Nullable Object[] parts, int[] collections, Action action) {}

  /** A field or element to set when its value is there, and others that wait for the same. */
  private record Gap(Target target, @Nullable Gap next) {}

  interface Action {
    @Nullable Object run(@Nullable Object[] parts) throws Throwable;
  }

  interface Target {
    void set(@Nullable Object value) throws ReflectiveOperationException;
  }

  /** Stands for an object that is not there yet. */
  record Missing(int number) {}

  Assembly(int count) {
    objects = new @Nullable Object[count];
    gaps = new @Nullable Gap[count];
    ranks = new byte[count];
    isRead = new boolean[count];
    isUnfilled = new boolean[count];
  }

  /** Returns an object, or null if it is not there yet. */
  @Nullable Object get(int number) {
    return objects[number];
  }

  /** Says that an object exists. */
  void provide(int number, @Nullable Object object) throws ReflectiveOperationException {
    objects[number] = object;
    Gap gap = object == null ? null : gaps[number];
    gaps[number] = null;
    while (gap != null) {
      gap.target.set(object);
      waiting--;
      gap = gap.next;
    }
  }

  /** Says that an object of the image has no content, or that it was read. */
  void read(int number) {
    isRead[number] = true;
  }

  /** Says that an object holds another. */
  void hold(int holder, int held) {
    byte rank = isRead[held] ? ranks[held] : CIRCULAR;
    ranks[holder] = (byte) Math.max(ranks[holder], rank);
  }

  /** Says that an object cannot be made before an initializer of the program runs. */
  void needInitializer(int number) {
    ranks[number] = (byte) Math.max(ranks[number], INITIALIZED);
  }

  /** Adds what only an initializer of the program makes. */
  void addInitialized(int number, Action action) {
    needInitializer(number);
    initializing.add(new Task(number, PLAIN, new Object[0], NONE, action));
  }

  /** Makes or fills an object: now, if it is plain and its parts are there. */
  void add(int number, byte kind, @Nullable Object[] parts, Action action) throws Throwable {
    add(number, kind, parts, NONE, action);
  }

  /** Adds something that should have some collections filled before. */
  void add(int number, byte kind, @Nullable Object[] parts, int[] collections, Action action)
      throws Throwable {
    Task task = new Task(number, kind, parts, collections, action);
    ranks[number] = (byte) Math.max(ranks[number], kind);
    if (kind == PLAIN && hasAll(task)) {
      run(task);
    } else {
      isUnfilled[number] = true;
      tasks.add(task);
    }
  }

  void set(@Nullable Object value, Target target) throws ReflectiveOperationException {
    if (!(value instanceof Missing(int number))) {
      target.set(value);
    } else if (objects[number] != null) {
      target.set(objects[number]);
    } else {
      gaps[number] = new Gap(target, gaps[number]);
      waiting++;
    }
  }

  /** Makes all that needs no initializer of the program; their static fields are there. */
  void makeUninitialized() throws Throwable {
    for (byte rank = SERIAL; rank < INITIALIZED; rank++) {
      makeUpTo(rank);
    }
  }

  /** Lets the initializers of the program run that run again. */
  void initialize() throws Throwable {
    for (Task each : initializing) {
      run(each);
    }
    initializing.clear();
  }

  /** Makes the rest; all static fields are set. */
  void finish() throws Throwable {
    makeUpTo(INITIALIZED);
    // A record comes before its collections only if there is no other way: its constructor may
    // copy them. What is serialized and in a circle is mostly a table that cannot be filled again,
    // so it comes after those that can. What fails may have asked what is not complete yet.
    boolean progress = true;
    while (progress && !tasks.isEmpty()) {
      failure = null;
      progress =
          makeIf(each -> each.kind != TABLE && each.kind != SERIAL && !isEarly(each))
              || makeIf(each -> each.kind == TABLE)
              || makeIf(each -> each.kind == SERIAL)
              || makeIf(each -> each.kind != TABLE);
    }
    if (failure != null) {
      throw failure;
    }
    if (!tasks.isEmpty() || waiting > 0) {
      throw new NotReceivableException("parts of the forked state are missing", null);
    }
    // Keys in circles were asked before all that they hold was there.
    for (Task each : refilled) {
      each.action.run(each.parts);
    }
  }

  private void makeUpTo(byte rank) throws Throwable {
    makeIf(each -> each.kind == PLAIN || ranks[each.number] <= rank);
  }

  /** Makes, in the order of the image, what is chosen and can be made; tells if that was any. */
  private boolean makeIf(Predicate<Task> chosen) throws Throwable {
    List<Task> left = new ArrayList<>();
    int before = tasks.size();
    for (Task each : tasks) {
      if (!chosen.test(each) || !hasAll(each) || !run(each)) {
        left.add(each);
      }
    }
    tasks = left;
    return left.size() < before;
  }

  private boolean hasAll(Task task) {
    for (int i = 0; i < task.parts.length; i++) {
      if (task.parts[i] instanceof Missing(int number)) {
        if (objects[number] == null) {
          return false;
        }
        task.parts[i] = objects[number];
      }
    }
    return true;
  }

  private boolean run(Task task) throws Throwable {
    boolean isInCircle = ranks[task.number] == CIRCULAR;
    try {
      provide(task.number, task.action.run(task.parts));
    } catch (RuntimeException e) {
      if (!isInCircle) {
        throw e;
      }
      failure = e;
      return false;
    }
    if (isInCircle && task.kind == TABLE) {
      refilled.add(task);
    }
    isUnfilled[task.number] = false;
    return true;
  }

  /** Tells whether a collection is still empty that will not be. */
  boolean isUnfilled(int number) {
    return isUnfilled[number];
  }

  private boolean isEarly(Task task) {
    for (int each : task.collections) {
      if (isUnfilled[each]) {
        return true;
      }
    }
    return false;
  }
}

package dev.brood.internal.service;

import org.jspecify.annotations.Nullable;

/** The kinds of shared objects that come with the library. */
public enum Kind {
  LIST(ListService.class),
  MAP(MapService.class),
  SET(SetService.class),
  QUEUE(QueueService.class),
  DEQUE(QueueService.class),
  LOCK(LockService.class),
  READ_WRITE_LOCK(ReadWriteLockService.class),
  SEMAPHORE(SemaphoreService.class),
  EVENT(EventService.class),
  BARRIER(BarrierService.class),
  VALUE(ValueService.class),
  ARRAY(ArrayService.class),
  NAMESPACE(NamespaceService.class),
  COUNTER(CounterService.class),
  CURSOR(CursorService.class);

  private final Class<?> service;

  Kind(Class<?> service) {
    this.service = service;
  }

  /** Returns what it is called among types of objects; no interface can be called so. */
  public String type() {
    return "#" + name();
  }

  /** Returns the kind of a type, or null if that is an interface of the user's. */
  public static @Nullable Kind of(String type) {
    return type.startsWith("#") ? valueOf(type.substring(1)) : null;
  }

  /** Returns what can be called of it. */
  public Class<?> service() {
    return service;
  }
}

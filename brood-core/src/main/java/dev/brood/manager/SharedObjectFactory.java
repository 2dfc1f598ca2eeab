package dev.brood.manager;

import dev.brood.function.SerializableSupplier;
import dev.brood.internal.proxy.Untyped;
import dev.brood.internal.service.Kind;
import dev.brood.pool.Pool;
import dev.brood.proxy.ArrayProxy;
import dev.brood.proxy.BarrierProxy;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.EventProxy;
import dev.brood.proxy.MapProxy;
import dev.brood.proxy.NamespaceProxy;
import dev.brood.proxy.PoolProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.proxy.SemaphoreProxy;
import dev.brood.proxy.ValueProxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be made in a manager: one method for each kind of shared object. */
abstract sealed class SharedObjectFactory permits Manager {

  /** Returns where the objects are made. */
  abstract Home home();

  // ---- collections

  /**
   * Makes a list, which may hold nulls.
   *
   * <p>Iteration reads by pages, each at once; a list that is changed meanwhile may be seen half
   * changed. {@link List#sort} with a comparator that cannot be sent, and {@link List#replaceAll}
   * and {@link List#removeIf} with such functions, work element by element. Iterators do not fail
   * fast, and sub-lists are views of indexes that notice no change of the list but their own.
   *
   * @param <E> the type of the elements
   * @return its proxy
   */
  public <E extends @Nullable Object> List<E> list() {
    return Untyped.cast(home().create(Kind.LIST));
  }

  /**
   * Makes a list of some elements; otherwise as {@link #list()}.
   *
   * @param <E> the type of the elements
   * @param elements copies of these
   * @return its proxy
   */
  public <E extends @Nullable Object> List<E> list(Collection<? extends E> elements) {
    return Untyped.cast(home().create(Kind.LIST, elements.toArray()));
  }

  /**
   * Makes a map.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @return its proxy
   */
  public <K, V> MapProxy<K, V> map() {
    return Untyped.cast(home().create(Kind.MAP));
  }

  /**
   * Makes a map of some entries.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param entries copies of these, without nulls
   * @return its proxy
   */
  public <K, V> MapProxy<K, V> map(Map<? extends K, ? extends V> entries) {
    return Untyped.cast(
        home()
            .create(
                Kind.MAP,
                entries.entrySet().stream()
                    .flatMap(entry -> Stream.<Object>of(entry.getKey(), entry.getValue()))
                    .toArray()));
  }

  /**
   * Makes a set, without null and without order. Iteration reads by pages and may see changes made
   * meanwhile.
   *
   * @param <E> the type of the elements
   * @return its proxy
   */
  public <E> Set<E> set() {
    return Untyped.cast(home().create(Kind.SET));
  }

  /**
   * Makes a set of some elements; otherwise as {@link #set()}.
   *
   * @param <E> the type of the elements
   * @param elements copies of these, without null
   * @return its proxy
   */
  public <E> Set<E> set(Collection<? extends E> elements) {
    return Untyped.cast(home().create(Kind.SET, elements.toArray()));
  }

  /**
   * Makes a queue without a bound.
   *
   * @param <E> the type of the elements
   * @return its proxy
   */
  public <E> QueueProxy<E> queue() {
    return queue(Integer.MAX_VALUE);
  }

  /**
   * Makes a queue.
   *
   * @param <E> the type of the elements
   * @param capacity how many elements it may hold
   * @return its proxy
   * @throws IllegalArgumentException if {@code capacity} is not positive
   */
  public <E> QueueProxy<E> queue(int capacity) {
    return Untyped.cast(home().create(Kind.QUEUE, positive("capacity", capacity)));
  }

  /**
   * Makes a queue with two ends and without a bound. Its elements, waits and failures are as those
   * of a {@link QueueProxy}.
   *
   * @param <E> the type of the elements
   * @return its proxy
   */
  public <E> BlockingDeque<E> deque() {
    return deque(Integer.MAX_VALUE);
  }

  /**
   * Makes a queue with two ends; otherwise as {@link #deque()}.
   *
   * @param <E> the type of the elements
   * @param capacity how many elements it may hold
   * @return its proxy
   * @throws IllegalArgumentException if {@code capacity} is not positive
   */
  public <E> BlockingDeque<E> deque(int capacity) {
    return Untyped.cast(home().create(Kind.DEQUE, positive("capacity", capacity)));
  }

  // ---- locks and the like

  /**
   * Makes a reentrant lock, which a thread of a process owns. When that process ends, or lets go of
   * all its proxies of the lock, the next one gets it. Its conditions can be sent as it can.
   *
   * @return its proxy
   */
  public Lock lock() {
    return Untyped.cast(home().create(Kind.LOCK));
  }

  /**
   * Makes a lock for many readers or one writer, each reentrant; a writer may read too. New readers
   * wait behind a writer that waits. When a process ends, what it held is free. There are no
   * conditions.
   *
   * @return its proxy
   */
  public ReadWriteLock readWriteLock() {
    return Untyped.cast(home().create(Kind.READ_WRITE_LOCK));
  }

  /**
   * Makes a semaphore.
   *
   * @param permits how many permits there are at first, not negative
   * @return its proxy
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public SemaphoreProxy semaphore(int permits) {
    return Untyped.cast(home().create(Kind.SEMAPHORE, notNegative(permits), Integer.MAX_VALUE));
  }

  /**
   * Makes a semaphore that cannot be given more permits than it had.
   *
   * @param permits how many permits there are at first, not negative
   * @return its proxy
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public SemaphoreProxy boundedSemaphore(int permits) {
    return Untyped.cast(home().create(Kind.SEMAPHORE, notNegative(permits), permits));
  }

  /**
   * Makes an event that is not set.
   *
   * @return its proxy
   */
  public EventProxy event() {
    return Untyped.cast(home().create(Kind.EVENT));
  }

  /**
   * Makes a barrier.
   *
   * @param parties how many meet at it
   * @return its proxy
   * @throws IllegalArgumentException if {@code parties} is not positive
   */
  public BarrierProxy barrier(int parties) {
    return Untyped.cast(home().create(Kind.BARRIER, positive("parties", parties)));
  }

  // ---- values

  /**
   * Makes a value.
   *
   * @param <T> its type
   * @param value what it is at first
   * @return its proxy
   */
  public <T extends @Nullable Object> ValueProxy<T> value(T value) {
    return Untyped.cast(home().create(Kind.VALUE, value));
  }

  /**
   * Makes an array.
   *
   * @param <T> the type of the elements
   * @param elements copies of these
   * @return its proxy
   */
  public <T extends @Nullable Object> ArrayProxy<T> array(Collection<? extends T> elements) {
    return Untyped.cast(home().create(Kind.ARRAY, elements.toArray()));
  }

  /**
   * Makes a namespace without values.
   *
   * @return its proxy
   */
  public NamespaceProxy namespace() {
    return Untyped.cast(home().create(Kind.NAMESPACE));
  }

  /**
   * Makes a counter.
   *
   * @param initial what it is at first
   * @return its proxy
   */
  public CounterProxy counter(long initial) {
    return Untyped.cast(home().create(Kind.COUNTER, initial));
  }

  /**
   * Makes a counter of zero.
   *
   * @return its proxy
   */
  public CounterProxy counter() {
    return counter(0);
  }

  // ---- what has processes and memory of its own

  /**
   * Makes a pool of child JVMs of the manager's process, which all clients may give tasks.
   *
   * @param workers how many
   * @return its proxy
   * @throws IllegalArgumentException if {@code workers} is not positive
   */
  public PoolProxy pool(int workers) {
    return create(PoolProxy.class.getName(), PoolProxy.class, positive("workers", workers));
  }

  /**
   * Makes a pool of as many workers as the manager may use processors; otherwise as {@link
   * #pool(int)}.
   *
   * @return its proxy
   */
  public PoolProxy pool() {
    return create(PoolProxy.class.getName(), PoolProxy.class);
  }

  /**
   * Makes a pool with options; otherwise as {@link #pool(int)}.
   *
   * @param maker builds it, in the manager; is sent
   * @return its proxy
   * @throws dev.brood.exception.NotSendableException if the function cannot be sent
   * @throws dev.brood.exception.NotReceivableException if the manager does not read functions: by
   *     default one does not that was reached over TCP
   */
  public PoolProxy pool(SerializableSupplier<Pool> maker) {
    return share(PoolProxy.class, () -> new ManagedPool(maker.get()));
  }

  /**
   * Makes a scope of shared memory, for processes of the manager's family.
   *
   * @return its proxy; closing it frees the memory
   */
  public MemoryManager memory() {
    return create(MemoryManager.class.getName(), MemoryManager.class);
  }

  // ---- objects of yours

  /**
   * Makes an object of a type that was {@linkplain ManagerBuilder#register registered} where the
   * manager was built.
   *
   * @param <T> the interface
   * @param name the name that it was registered by
   * @param type the interface that it was registered with
   * @param arguments what its factory gets
   * @return its proxy
   * @throws NoSuchElementException if nothing is registered by this name
   * @throws ClassCastException if it is registered with another interface
   */
  public <T> T create(String name, Class<T> type, @Nullable Object... arguments) {
    return type.cast(
        home().createRegistered(Objects.requireNonNull(name, "name"), type, arguments));
  }

  /**
   * Makes an object by a function that runs in the manager, seen through an interface of yours:
   * only methods of that can be called. The object must be safe for many threads. Arguments and
   * results are copied, but for results of methods marked {@link dev.brood.proxy.ByReference}, and
   * proxies.
   *
   * {@snippet class = "dev.brood.samples.manager.OwnType" region = "share"}
   *
   * @param <T> the interface
   * @param type the interface
   * @param maker makes the object; is sent
   * @return its proxy
   * @throws IllegalArgumentException if {@code type} is no interface
   * @throws dev.brood.exception.NotSendableException if the function cannot be sent
   * @throws dev.brood.exception.NotReceivableException if the manager does not read functions: by
   *     default one does not that was reached over TCP
   */
  public <T> T share(Class<T> type, SerializableSupplier<? extends T> maker) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException("type=" + type.getName() + " is no interface");
    }
    return type.cast(home().share(type, maker));
  }

  private static int positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + "=" + value + " is not positive");
    }
    return value;
  }

  private static int notNegative(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits=" + permits + " is negative");
    }
    return permits;
  }
}

package dev.brood.manager;

import dev.brood.function.SerializableSupplier;
import dev.brood.internal.proxy.ManagedObjects;
import dev.brood.internal.proxy.Untyped;
import dev.brood.internal.remote.ServerLink;
import dev.brood.internal.service.Kind;
import dev.brood.proxy.ArrayProxy;
import dev.brood.proxy.BarrierProxy;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.EventProxy;
import dev.brood.proxy.MapProxy;
import dev.brood.proxy.NamespaceProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.proxy.SemaphoreProxy;
import dev.brood.proxy.ValueProxy;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shared objects in a process of their own, and the proxies by which all others use them: lists,
 * maps, queues, locks, and any object of yours.
 *
 * {@snippet class = "dev.brood.samples.manager.ManagerCollections" region = "collections"}
 *
 * <p>A manager is {@linkplain #start started} as a child of this process, {@linkplain
 * ManagerBuilder#serve served} by this process itself, or {@linkplain #connect connected to} at an
 * address, on this machine or another one. Its objects are the same in all three cases.
 *
 * <p><b>Proxies</b> are what the JDK calls such things where it has a name for them: {@link List},
 * {@link java.util.concurrent.ConcurrentMap}, {@link java.util.concurrent.BlockingQueue}, {@link
 * Lock}. A call goes to the manager and comes back with a copy. Elements are copies too: to change
 * one, put it back. A proxy can be sent to any process of the family, in an argument, a captured
 * variable, a queue, a result, and put into other shared objects: everybody sees the same object.
 * Handles carry no key; a process of another family connects first. The manager can be sent too.
 *
 * <p><b>Threads.</b> Any number of threads of any number of processes may use a proxy, virtual
 * threads too: all calls of a process share one connection, none waits for another one's answer,
 * and a wait parks. Each call is atomic; see {@link MapProxy} and {@link Proxies#apply} for more
 * than that. What a thread did before a call is visible, in copies, to whoever sees its effect.
 *
 * <p><b>Life.</b> An object lives as long as a proxy of it is reachable in some process, or in
 * another object; cycles go too. A handle that is on its way keeps it for {@linkplain
 * ManagerBuilder#handleLease some time} after the last of them. {@link Proxies#release} lets go at
 * once.
 *
 * <p><b>Death.</b> If the manager's process dies, every call that waits throws {@link
 * dev.brood.exception.ManagerDiedException} at once, with the reason, and so does every later one.
 * If a client dies, or says nothing for {@linkplain ManagerBuilder#patience too long}, locks that
 * it held are free, permits that it took are back, calls that it waited in are over, and what only
 * it used goes. A client that connected by an address connects again at the next call; what it held
 * is lost by then, its proxies are good.
 *
 * <p><b>Security.</b> Whoever knows the key can do everything. Both sides prove that they know it
 * before anything else is read. Over TCP, objects are filtered as {@link
 * dev.brood.channel.ConnectionOptions#remoteFilter} says unless you {@linkplain
 * ManagerBuilder#allow allow} more; nothing is encrypted.
 *
 * <p>{@link #close()} it where it was started: its process, and all that it holds, ends then, and
 * also when the process that started it ends.
 *
 * @since 0.1
 */
public final class Manager implements AutoCloseable, Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private final transient Home home;
  private final transient @Nullable ChildServer child;
  private final transient Duration shutdownTimeout;
  private final transient boolean shared;

  private Manager(
      Home home, @Nullable ChildServer child, Duration shutdownTimeout, boolean shared) {
    this.home = home;
    this.child = child;
    this.shutdownTimeout = shutdownTimeout;
    this.shared = shared;
  }

  static Manager ofChild(ChildServer child, Duration shutdownTimeout) {
    return new Manager(new RemoteHome(child.link()), child, shutdownTimeout, false);
  }

  static Manager ofHome(Home home) {
    return new Manager(home, null, Duration.ZERO, false);
  }

  /**
   * Starts a manager in a child of this process, with the default options.
   *
   * @return the manager, which serves
   * @throws dev.brood.exception.ProcessStartException if no JVM can be started
   */
  public static Manager start() {
    return builder().start();
  }

  /** Returns a builder. */
  public static ManagerBuilder builder() {
    return new ManagerBuilder();
  }

  /**
   * Connects to a manager, with the default options.
   *
   * @param address where it listens: a {@link java.net.UnixDomainSocketAddress} or an {@link
   *     java.net.InetSocketAddress}
   * @param key what both sides must know; it does not travel
   * @return the manager
   * @throws dev.brood.exception.AuthenticationException if one side does not know the key
   * @throws IOException if nobody listens there, or does not answer in time
   */
  public static Manager connect(SocketAddress address, byte[] key) throws IOException {
    return builder().connect(address, key);
  }

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
    return Untyped.cast(home.create(Kind.LIST));
  }

  /**
   * Makes a list of some elements; otherwise as {@link #list()}.
   *
   * @param <E> the type of the elements
   * @param elements copies of these
   * @return its proxy
   */
  public <E extends @Nullable Object> List<E> list(Collection<? extends E> elements) {
    return Untyped.cast(home.create(Kind.LIST, elements.toArray()));
  }

  /**
   * Makes a map.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @return its proxy
   */
  public <K, V> MapProxy<K, V> map() {
    return Untyped.cast(home.create(Kind.MAP));
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
        home.create(
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
    return Untyped.cast(home.create(Kind.SET));
  }

  /**
   * Makes a set of some elements; otherwise as {@link #set()}.
   *
   * @param <E> the type of the elements
   * @param elements copies of these, without null
   * @return its proxy
   */
  public <E> Set<E> set(Collection<? extends E> elements) {
    return Untyped.cast(home.create(Kind.SET, elements.toArray()));
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
    return Untyped.cast(home.create(Kind.QUEUE, positive("capacity", capacity)));
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
    return Untyped.cast(home.create(Kind.DEQUE, positive("capacity", capacity)));
  }

  // ---- locks and the like

  /**
   * Makes a reentrant lock, which a thread of a process owns. When that process ends, or lets go of
   * all its proxies of the lock, the next one gets it. Its conditions can be sent as it can.
   *
   * @return its proxy
   */
  public Lock lock() {
    return Untyped.cast(home.create(Kind.LOCK));
  }

  /**
   * Makes a lock for many readers or one writer, each reentrant; a writer may read too. New readers
   * wait behind a writer that waits. When a process ends, what it held is free. There are no
   * conditions.
   *
   * @return its proxy
   */
  public ReadWriteLock readWriteLock() {
    return Untyped.cast(home.create(Kind.READ_WRITE_LOCK));
  }

  /**
   * Makes a semaphore.
   *
   * @param permits how many permits there are at first, not negative
   * @return its proxy
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public SemaphoreProxy semaphore(int permits) {
    return Untyped.cast(home.create(Kind.SEMAPHORE, notNegative(permits), Integer.MAX_VALUE));
  }

  /**
   * Makes a semaphore that cannot be given more permits than it had.
   *
   * @param permits how many permits there are at first, not negative
   * @return its proxy
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public SemaphoreProxy boundedSemaphore(int permits) {
    return Untyped.cast(home.create(Kind.SEMAPHORE, notNegative(permits), permits));
  }

  /**
   * Makes an event that is not set.
   *
   * @return its proxy
   */
  public EventProxy event() {
    return Untyped.cast(home.create(Kind.EVENT));
  }

  /**
   * Makes a barrier.
   *
   * @param parties how many meet at it
   * @return its proxy
   * @throws IllegalArgumentException if {@code parties} is not positive
   */
  public BarrierProxy barrier(int parties) {
    return Untyped.cast(home.create(Kind.BARRIER, positive("parties", parties)));
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
    return Untyped.cast(home.create(Kind.VALUE, value));
  }

  /**
   * Makes an array.
   *
   * @param <T> the type of the elements
   * @param elements copies of these
   * @return its proxy
   */
  public <T extends @Nullable Object> ArrayProxy<T> array(Collection<? extends T> elements) {
    return Untyped.cast(home.create(Kind.ARRAY, elements.toArray()));
  }

  /**
   * Makes a namespace without values.
   *
   * @return its proxy
   */
  public NamespaceProxy namespace() {
    return Untyped.cast(home.create(Kind.NAMESPACE));
  }

  /**
   * Makes a counter.
   *
   * @param initial what it is at first
   * @return its proxy
   */
  public CounterProxy counter(long initial) {
    return Untyped.cast(home.create(Kind.COUNTER, initial));
  }

  /**
   * Makes a counter of zero.
   *
   * @return its proxy
   */
  public CounterProxy counter() {
    return counter(0);
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
    return type.cast(home.createRegistered(Objects.requireNonNull(name, "name"), type, arguments));
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
    return type.cast(home.share(type, maker));
  }

  // ---- names

  /**
   * Lets any client find an object by a name; it lives as long as it has one. An object that had
   * the name before has it no more.
   *
   * @param name the name
   * @param proxy the proxy of an object of this manager
   * @throws IllegalArgumentException if it is none
   */
  public void bind(String name, Object proxy) {
    if (!ManagedObjects.of(proxy).target().server().equals(home.server())) {
      throw new IllegalArgumentException("the object of this proxy belongs to another manager");
    }
    home.bind(Objects.requireNonNull(name, "name"), proxy);
  }

  /**
   * Takes a name away. Does nothing if there is none.
   *
   * @param name the name
   */
  public void unbind(String name) {
    home.bind(Objects.requireNonNull(name, "name"), null);
  }

  /**
   * Finds an object by its name.
   *
   * @param <T> its type
   * @param name the name
   * @param type its type, such as {@code BlockingQueue.class}
   * @return its proxy
   * @throws NoSuchElementException if no object has this name
   * @throws ClassCastException if it is of another type
   */
  public <T> T find(String name, Class<? super T> type) {
    Object found = home.lookup(Objects.requireNonNull(name, "name"));
    if (found == null) {
      throw new NoSuchElementException("no object of the manager has name=" + name);
    }
    return Untyped.cast(type.cast(found));
  }

  // ---- the manager itself

  /** Returns a batch of calls of objects of this manager. */
  public Batch batch() {
    return new Batch(home);
  }

  /**
   * Returns where clients with the key connect; empty if this was not asked for, so that only
   * processes of the family can.
   */
  public Optional<SocketAddress> address() {
    return home.address();
  }

  /** Returns the process id of the child that was started for this; empty if there is none. */
  public OptionalLong pid() {
    return child == null ? OptionalLong.empty() : OptionalLong.of(child.process().pid());
  }

  /**
   * Returns how many objects there are. Objects that nobody uses any more are among them until the
   * manager's garbage collector has run.
   */
  public int objectCount() {
    return home.objectCount();
  }

  /** Returns how many processes are connected, this one too if it is another process. */
  public int clientCount() {
    return home.clientCount();
  }

  /** Tells whether the manager can be used, as far as this process knows. */
  public boolean isAlive() {
    return home.isAlive();
  }

  /**
   * Ends a manager that was started or is served here: its objects are gone, and clients get {@link
   * dev.brood.exception.ManagerDiedException}. A child that does not end by itself within the
   * {@linkplain ManagerBuilder#shutdownTimeout shutdown timeout} is ended by TERM, then KILL. Where
   * it was connected to, only this process's connection ends; where the manager was received as a
   * handle, nothing does. Again: does nothing.
   */
  @Override
  public void close() {
    if (child != null) {
      child.close(shutdownTimeout);
    } else if (!shared) {
      home.close();
    }
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

  @Override
  public String toString() {
    return child == null ? "Manager[" + home + "]" : "Manager[" + child.process() + "]";
  }

  @Serial
  private Object writeReplace() {
    home.publish();
    return new Handle(home.server());
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a manager travels as its handle");
  }

  /** What travels. */
  private record Handle(String server) implements Serializable {
    @Serial
    private Object readResolve() {
      ServedHere here = ServedHere.find(server);
      Home home = here != null ? new LocalHome(here) : new RemoteHome(ServerLink.of(server));
      return new Manager(home, null, Duration.ZERO, true);
    }
  }
}

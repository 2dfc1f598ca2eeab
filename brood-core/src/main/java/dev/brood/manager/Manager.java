package dev.brood.manager;

import dev.brood.internal.proxy.ManagedObjects;
import dev.brood.internal.proxy.Untyped;
import dev.brood.internal.remote.ServerLink;
import dev.brood.proxy.MapProxy;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
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
 * it held are free, permits that it took are back, calls that it waited in are over. What only it
 * used goes; if it was silent or its TCP connection ended without {@link #close()}, so that it may
 * still be there, not before the {@linkplain ManagerBuilder#handleLease lease} is over.
 *
 * <p><b>Broken networks.</b> When a connection breaks, calls that wait for an answer fail with
 * {@link dev.brood.exception.ManagerDiedException}: nobody can know whether they were carried out,
 * so none is repeated. The next call connects again, once, and fails so too if it cannot. If it
 * comes before the lease is over, all proxies are good, called or not; but what the client held of
 * locks and semaphores was free from the moment of the break, and to unlock it fails. {@link
 * ManagerBuilder#reconnect} forbids this. The process that started a manager does not connect
 * again.
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
public final class Manager extends SharedObjectFactory implements AutoCloseable, Serializable {

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
   * @throws IOException if nobody listens there, or does not answer in time, or the thread is
   *     interrupted, which stays pending
   * @throws IllegalArgumentException if the address is of another kind, or the key too short for
   *     TCP
   */
  public static Manager connect(SocketAddress address, byte[] key) throws IOException {
    return builder().connect(address, key);
  }

  @Override
  Home home() {
    return home;
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

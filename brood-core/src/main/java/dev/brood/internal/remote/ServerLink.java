package dev.brood.internal.remote;

import dev.brood.exception.ManagerDiedException;
import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.operation.Stub;
import dev.brood.internal.protocol.Acceptance;
import dev.brood.internal.protocol.CallFormat;
import dev.brood.internal.protocol.CallOutcome;
import dev.brood.internal.protocol.Greeting;
import dev.brood.internal.protocol.Publication;
import dev.brood.internal.protocol.ServerAddress;
import dev.brood.internal.service.RootService;
import dev.brood.internal.station.Dial;
import dev.brood.internal.util.Undisturbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One manager as this process knows it: the connection to it, made when it is first needed and
 * again after it broke, and the objects of it that are used here. Safe for any thread.
 */
public final class ServerLink {

  /** The managers that this process knows, by id. */
  private static final Map<String, ServerLink> LINKS = new ConcurrentHashMap<>();

  /** From which link a thread reads an answer just now: handles in it belong to that one. */
  private static final ThreadLocal<@Nullable ServerLink> READING = new ThreadLocal<>();

  /** A target, after which its lease is given back. */
  private static final class Held extends PhantomReference<RemoteTarget> {
    final Lease lease;

    Held(RemoteTarget target, Lease lease, ReferenceQueue<RemoteTarget> queue) {
      super(target, queue);
      this.lease = lease;
    }
  }

  private final String server;
  private final Acceptance acceptance;
  private final Supplier<String> whyGone;
  private final boolean reconnects;
  private final Set<Held> held = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<RemoteTarget> unused = new ReferenceQueue<>();
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable ServerAddress address;
  private volatile @Nullable CallConnection current;
  private volatile boolean closed;
  private @Nullable Publication published;

  /** Made when it is first asked for; a benign race. Who only uses an object needs none. */
  private volatile @Nullable RootService root;

  private ServerLink(
      String server,
      @Nullable ServerAddress address,
      Acceptance acceptance,
      boolean reconnects,
      @Nullable Supplier<String> whyGone) {
    this.server = server;
    this.address = address;
    this.acceptance = acceptance;
    this.reconnects = reconnects;
    this.whyGone =
        whyGone != null
            ? whyGone
            : () -> "the manager" + at() + " has ended, or the connection to it has";
  }

  private String at() {
    ServerAddress known = address;
    return known == null ? "" : " at " + known;
  }

  /**
   * Begins with a connection that is there: that of a process to the manager that it started.
   *
   * @param name who this process is, for people
   * @param address where other processes reach the manager
   * @param whyGone says how the manager ended
   * @throws IOException if it does not greet
   */
  public static ServerLink over(
      Endpoint end, String name, ServerAddress address, Supplier<String> whyGone)
      throws IOException {
    Greeting.Server greeted = Greeting.greet(end, name, false, Greeting.deadline());
    ServerLink link =
        new ServerLink(greeted.welcome().server(), address, Acceptance.DEFAULT, false, whyGone);
    link.current = CallConnection.open(greeted.end(), greeted.welcome(), link);
    LINKS.putIfAbsent(link.server, link);
    return link;
  }

  /**
   * Connects to a manager by its address.
   *
   * @param name who this process is, for people
   * @param reconnects whether to connect again when the connection has broken
   * @throws dev.brood.exception.AuthenticationException if one side does not know the key
   * @throws IOException if nobody listens there, or does not answer in time
   */
  public static ServerLink connect(
      ServerAddress to, String name, Acceptance acceptance, boolean reconnects) throws IOException {
    Greeting.Server greeted = dial(to, name, acceptance);
    ServerLink link = new ServerLink(greeted.welcome().server(), to, acceptance, reconnects, null);
    link.current = CallConnection.open(greeted.end(), greeted.welcome(), link);
    LINKS.putIfAbsent(link.server, link);
    return link;
  }

  /** Returns the link to a manager of which a handle has come; it connects at the first call. */
  public static ServerLink of(String server) {
    ServerLink reading = READING.get();
    if (reading != null && reading.server.equals(server)) {
      return reading;
    }
    return LINKS.computeIfAbsent(
        server, id -> new ServerLink(id, null, Acceptance.DEFAULT, true, null));
  }

  private static Greeting.Server dial(ServerAddress to, String name, Acceptance acceptance)
      throws IOException {
    Endpoint end =
        Dial.connect(
            to.address(), to.key(), acceptance.handshakeNanos(), acceptance.limits(to.address()));
    return Greeting.greet(end, name, to.isOfThisMachine(), Greeting.deadline());
  }

  /** Reads a value that came over this link. */
  @Nullable Object reading(ValueReader from) {
    ServerLink before = READING.get();
    READING.set(this);
    try {
      return from.read();
    } finally {
      READING.set(before);
    }
  }

  /** Returns the link of a target, which must be at the other end of one. */
  public static ServerLink of(CallTarget target) {
    if (target instanceof RemoteTarget remote) {
      return remote.link();
    }
    throw new IllegalArgumentException(target + " is not at the other end of a wire");
  }

  /** Says how the manager ended, when the connection has. */
  String whyGone() {
    return whyGone.get();
  }

  /** Returns which manager it is. */
  public String server() {
    return server;
  }

  /** Returns what can be asked of the manager itself. */
  public RootService root() {
    RootService known = root;
    if (known == null) {
      known = Stub.of(RootService.class, target(CallFormat.ROOT, false));
      root = known;
    }
    return known;
  }

  /**
   * Returns what calls an object.
   *
   * @param leased whether the manager has said over this connection that the object is used here
   */
  public CallTarget target(long id, boolean leased) {
    Lease lease = new Lease(id, leased ? current : null);
    RemoteTarget target = new RemoteTarget(this, lease);
    if (id != CallFormat.ROOT) {
      held.add(new Held(target, lease, unused));
      giveBack();
    }
    return target;
  }

  /**
   * Makes several calls in one message and waits for the answers, which come in the same order.
   *
   * @throws IllegalArgumentException if an object belongs to another manager
   */
  public List<CallOutcome> callAll(List<BatchedCall> calls) {
    CallConnection connection = connection();
    return connection.callAll(calls.stream().map(call -> call.over(this, connection)).toList());
  }

  /** Gives back the leases of what is garbage. */
  void giveBack() {
    Reference<? extends RemoteTarget> first = unused.poll();
    if (first != null) {
      Thread.ofVirtual().name("brood-release").start(() -> giveBack(first));
    }
  }

  private void giveBack(Reference<? extends RemoteTarget> first) {
    for (Reference<? extends RemoteTarget> each = first; each != null; each = unused.poll()) {
      if (each instanceof Held gone) {
        held.remove(gone);
        gone.lease.release();
      }
    }
  }

  /**
   * Returns the connection.
   *
   * @throws ManagerDiedException if there is none and none can be made
   */
  CallConnection connection() {
    CallConnection known = current;
    if (known != null && known.isOpen()) {
      return known;
    }
    connecting.lock();
    try {
      known = current;
      if (known != null && known.isOpen()) {
        return known;
      }
      if (closed) {
        throw new ManagerDiedException(
            "this process has closed its connection to the manager", null);
      }
      if (known != null && !reconnects) {
        throw new ManagerDiedException(whyGone.get(), null);
      }
      CallConnection made = connect();
      current = made;
      return made;
    } finally {
      connecting.unlock();
    }
  }

  private CallConnection connect() {
    try {
      ServerAddress to = address;
      if (to == null) {
        to = ServerAddress.find(server);
        address = to;
      }
      ServerAddress known = to;
      // The caller makes a call, and need not know that it is the first.
      Greeting.Server greeted = Undisturbed.aside(() -> dial(known, selfName(), acceptance));
      if (!greeted.welcome().server().equals(server)) {
        greeted.end().closeNow("leads to another manager");
        throw new ManagerDiedException(
            "another manager listens at " + to + " now: the objects of this one are gone", null);
      }
      CallConnection made = CallConnection.open(greeted.end(), greeted.welcome(), this);
      // What is not called for long is kept, too.
      held.forEach(each -> each.lease.renew(made));
      return made;
    } catch (IOException | OwnerDiedException unreachable) {
      throw new ManagerDiedException(
          "the manager" + at() + " cannot be reached: " + unreachable.getMessage(), unreachable);
    }
  }

  private static String selfName() {
    return "pid " + ProcessHandle.current().pid();
  }

  /** Lets the processes of this family find the manager, since a handle is on its way to one. */
  public void publish() {
    ServerAddress known = address;
    synchronized (held) {
      if (known != null && published == null && !closed) {
        try {
          published = known.publish(server);
        } catch (IOException e) {
          throw new UncheckedIOException("other processes cannot be told of the manager", e);
        }
      }
    }
  }

  /** Closes the connection; the proxies of this process are of no use then. */
  public void close() {
    closed = true;
    LINKS.remove(server, this);
    CallConnection last = current;
    if (last != null) {
      last.close();
    }
    synchronized (held) {
      if (published != null) {
        try {
          published.close();
        } catch (IOException e) {
          System.getLogger("dev.brood").log(Level.DEBUG, "cannot take back an address", e);
        }
      }
    }
  }

  /** Tells whether the connection stands. */
  public boolean isConnected() {
    CallConnection known = current;
    return known != null && known.isOpen();
  }

  @Override
  public String toString() {
    return "manager" + at();
  }
}

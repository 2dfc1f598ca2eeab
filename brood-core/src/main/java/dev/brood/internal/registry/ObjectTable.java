package dev.brood.internal.registry;

import dev.brood.exception.ObjectReleasedException;
import dev.brood.internal.operation.ProxyMaker;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one manager. An object that nobody refers to is found no more, and goes with the
 * garbage of this JVM, cycles included; there is nothing to count, so nothing can be lost. Safe for
 * any thread.
 */
public final class ObjectTable {

  /** The tables of this JVM by the ids of their servers. */
  private static final Map<String, ObjectTable> OF_THIS_JVM = new ConcurrentHashMap<>();

  /** An object as the table sees it: not alive because of that. */
  private static final class Entry extends WeakReference<SharedObject> {
    final long id;
    final @Nullable AutoCloseable referent;

    Entry(SharedObject object, ReferenceQueue<SharedObject> queue) {
      super(object, queue);
      this.id = object.id();
      this.referent = object.referent() instanceof AutoCloseable open ? open : null;
    }
  }

  /** An object whose handle is on its way, and until when it may be. */
  private record Lingering(SharedObject object, long until) {}

  private final String server;
  private final long lingerNanos;
  private final ProxyMaker proxies;
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<SharedObject> gone = new ReferenceQueue<>();
  private final AtomicLong lastId = new AtomicLong();
  private final Session own;
  private final LocalCalls ownCalls;
  // Guarded by itself; all linger for the same time, so the first is the first to go.
  private final ArrayDeque<Lingering> lingering = new ArrayDeque<>();
  private @Nullable Thread lingerer;
  private volatile Runnable onExport = () -> {};
  private boolean closed;

  /**
   * Makes a table without objects.
   *
   * @param server the id of the server
   * @param lingerNanos how long an object stays whose handle is on its way
   * @param proxies makes proxies of objects
   */
  public ObjectTable(String server, long lingerNanos, ProxyMaker proxies) {
    this.server = server;
    this.lingerNanos = lingerNanos;
    this.proxies = proxies;
    this.own = new Session(this, "the server itself");
    this.ownCalls = new LocalCalls(own);
    OF_THIS_JVM.put(server, this);
  }

  /** Has something done whenever a handle is about to leave for a process that is no client yet. */
  public void onExport(Runnable action) {
    onExport = action;
  }

  /** Returns the table of a server that runs in this JVM. */
  public static @Nullable ObjectTable ofServer(String server) {
    return OF_THIS_JVM.get(server);
  }

  public String server() {
    return server;
  }

  /** Opens the session of a client. */
  public Session open(String client) {
    return new Session(this, client);
  }

  /** Returns the session of this JVM itself. */
  public Session own() {
    return own;
  }

  /** Returns the calls of this JVM itself. */
  LocalCalls ownCalls() {
    return ownCalls;
  }

  /**
   * Lets an object be shared; it lives only as long as the caller keeps what is returned.
   *
   * @param type what it is, for those who make proxies
   * @param service the interface whose methods may be called; the referent implements it, or is
   *     {@link SessionBound} and makes what does
   */
  public SharedObject share(String type, Class<?> service, Object referent) {
    return share(type, service, referent, null);
  }

  /** Lets be shared what an object has given away; it keeps that object alive. */
  SharedObject sharePart(SharedObject whole, Class<?> service, Object part) {
    return share(service.getName(), service, part, whole);
  }

  private SharedObject share(
      String type, Class<?> service, Object referent, @Nullable SharedObject whole) {
    purge();
    SharedObject object =
        new SharedObject(this, lastId.incrementAndGet(), type, service, referent, whole);
    entries.put(object.id(), new Entry(object, gone));
    return object;
  }

  /** Returns a proxy of an object, for use in this JVM. */
  public Object proxyOf(SharedObject object) {
    return proxies.make(object.type(), object.service(), new LocalTarget(object));
  }

  /**
   * Returns an object.
   *
   * @throws ObjectReleasedException if there is none of this id any more
   */
  public SharedObject find(long id) {
    SharedObject found = get(id);
    if (found == null) {
      throw new ObjectReleasedException(
          "id=" + id + " is no object of this manager any more: nobody used it");
    }
    return found;
  }

  /** Returns an object, or null if there is none of this id any more. */
  @Nullable SharedObject get(long id) {
    Entry entry = entries.get(id);
    return entry == null ? null : entry.get();
  }

  /** Returns how many objects there are, with those that nobody refers to since a moment. */
  public int size() {
    purge();
    return entries.size();
  }

  private void purge() {
    while (gone.poll() instanceof Entry entry) {
      entries.remove(entry.id);
      if (entry.referent != null) {
        AutoCloseable referent = entry.referent;
        Thread.ofVirtual().name("brood-close").start(() -> close(referent));
      }
    }
  }

  private static void close(AutoCloseable referent) {
    try (referent) {
      // That is all.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      System.getLogger("dev.brood")
          .log(System.Logger.Level.WARNING, "a shared object could not be closed", e);
    }
  }

  /** A handle of an object is about to leave for a process that is no client yet. */
  void exported(SharedObject object) {
    onExport.run();
    linger(object);
  }

  /** Keeps an object for some time, since a handle of it may be on its way. */
  void linger(SharedObject object) {
    synchronized (lingering) {
      if (closed) {
        return;
      }
      lingering.add(new Lingering(object, System.nanoTime() + lingerNanos));
      if (lingerer == null) {
        lingerer = Thread.ofVirtual().name("brood-leases").start(this::endLeases);
      }
    }
  }

  private void endLeases() {
    while (true) {
      long left;
      synchronized (lingering) {
        Lingering first = lingering.peek();
        if (first == null) {
          lingerer = null;
          return;
        }
        left = first.until - System.nanoTime();
        if (left <= 0) {
          lingering.remove();
        }
      }
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      }
    }
  }

  /** Forgets all objects and closes those that can be closed. */
  public void close() {
    OF_THIS_JVM.remove(server, this);
    ownCalls.end();
    synchronized (lingering) {
      closed = true;
      lingering.clear();
      LockSupport.unpark(lingerer);
    }
    for (Entry each : entries.values()) {
      if (each.referent != null) {
        close(each.referent);
      }
    }
    entries.clear();
  }
}

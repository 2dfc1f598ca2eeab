package dev.brood.internal.serve;

import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.exception.MessageTooLongException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.Message;
import dev.brood.internal.message.MessageContent;
import dev.brood.internal.protocol.CallFormat;
import dev.brood.internal.protocol.Greeting;
import dev.brood.internal.protocol.Silence;
import dev.brood.internal.registry.Session;
import dev.brood.internal.service.RootService;
import dev.brood.internal.stream.Waiter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * One client: reads its calls and sees to it that each is answered. Calls that are over at once run
 * here, in the order in which they came; all others in threads of their own.
 */
final class ClientConnection {

  /** Beyond that, calls are refused: each has a thread, and its arguments. */
  private static final int MOST_RUNNING = 1 << 16;

  private final ObjectServer server;
  private final Endpoint end;
  private final Session session;
  private final RootService root;
  private final Map<Long, Thread> running = new ConcurrentHashMap<>();
  private boolean over;
  // Whether the client may be there still when its connection has ended.
  private volatile boolean mayReturn;

  // Of the thread that watches.
  private final Silence silence;

  private ClientConnection(ObjectServer server, Greeting.Client client, boolean mayReturn) {
    this.mayReturn = mayReturn;
    this.server = server;
    this.end = client.end();
    this.session = server.table().open(client.name());
    this.root = new Root(server, session);
    this.silence = new Silence(server.self().patienceNanos());
  }

  /**
   * Serves a client until it is gone.
   *
   * @param network whether there is a network between, so that the connection may break though the
   *     client lives
   */
  static void serve(ObjectServer server, Endpoint end, boolean network) {
    ClientConnection connection = null;
    try {
      Greeting.Client client = Greeting.meet(end, Greeting.deadline());
      connection = new ClientConnection(server, client, network);
      // In this order: who is connected is counted.
      server.joined(connection);
      client.welcome(server.self());
      connection.readCalls();
    } catch (EndOfConnectionException | ConnectionClosedException gone) {
      debug("a client has left", gone);
    } catch (IOException | ProtocolException | MessageTooLongException nonsense) {
      debug("a client was turned away", nonsense);
      if (connection != null) {
        connection.mayReturn = false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (connection != null) {
        connection.leave();
        connection.end.closeNow("is over");
      }
      end.closeNow("is over");
    }
  }

  private static void debug(String what, Throwable why) {
    System.getLogger("dev.brood").log(Level.DEBUG, what, why);
  }

  private void readCalls() throws InterruptedException {
    boolean stays = true;
    while (stays) {
      Message message = end.receiveMessage(Waiter.FOREVER);
      if (message != null) {
        stays = take(message);
      }
    }
  }

  /** Does what a message asks for; returns whether the client stays. */
  private boolean take(Message message) {
    ByteSource from = message.open().source();
    byte kind = from.getByte();
    long id = from.getLong();
    switch (kind) {
      case CallFormat.CALL -> {
        takeCall(id, message);
        return true;
      }
      case CallFormat.BATCH -> {
        start(id, new BatchTask(this, id, message));
        return true;
      }
      case CallFormat.CANCEL -> {
        Thread thread = running.get(id);
        if (thread != null) {
          thread.interrupt();
        }
      }
      case CallFormat.RELEASE -> session.release(id, from.getLong());
      case CallFormat.EXPORTED -> session.exported(id);
      case CallFormat.LEASE -> session.leaseAgain(id);
      case CallFormat.GOODBYE -> mayReturn = false;
      case CallFormat.PING -> {
        var _ =
            send(to -> {
              to.sink().putByte(CallFormat.PONG);
              to.sink().putLong(id);
            });
      }
      default -> throw new ProtocolException("not a message of a client: kind=" + kind);
    }
    message.close();
    return kind != CallFormat.GOODBYE;
  }

  private void takeCall(long id, Message message) {
    CallTask task = new CallTask(this, id, message);
    if (task.mayWait()) {
      start(id, task);
    } else {
      task.run();
    }
  }

  private void start(long id, Runnable task) {
    Thread thread =
        Thread.ofVirtual()
            .name("brood-call")
            .unstarted(() -> {
              try {
                task.run();
              } finally {
                running.remove(id);
              }
            });
    synchronized (running) {
      if (!over) {
        if (running.size() >= MOST_RUNNING) {
          var _ =
              send(
                  Answer.thrown(
                      id,
                      new RejectedExecutionException(
                          running.size() + " calls of this process are waiting already"),
                      loader()));
          return;
        }
        running.put(id, thread);
        thread.start();
      }
    }
  }

  Session session() {
    return session;
  }

  RootService root() {
    return root;
  }

  ClassLoader loader() {
    return end.limits().loader();
  }

  /** Sends an answer; returns false if the client is known to be gone. */
  boolean send(MessageContent answer) {
    if (session.hasEnded()) {
      return false;
    }
    try {
      end.sendMessage(answer);
      return true;
    } catch (EndOfConnectionException | ConnectionClosedException gone) {
      debug("a client has left before its answer", gone);
      return false;
    }
  }

  /** Tells whether nothing came or went for too long; asked by one thread, at its intervals. */
  boolean isSilent() {
    return silence.isTooLong(end.traffic(), true);
  }

  /** Gives the client up, which may be there still: behind a broken network, or stopped. */
  void giveUp() {
    mayReturn = true;
    close("was silent for too long");
  }

  /** Ends the connection, from any thread. */
  void close(String why) {
    end.closeNow(why);
  }

  private void leave() {
    synchronized (running) {
      over = true;
    }
    // In this order: who is interrupted must see why, and a client that is not counted any more
    // holds nothing, nor does it take anything.
    session.end(mayReturn);
    running.values().forEach(Thread::interrupt);
    server.left(this);
  }
}

package dev.brood.internal.serve;

import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.exception.MessageTooLongException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.Message;
import dev.brood.internal.message.MessageContent;
import dev.brood.internal.registry.Session;
import dev.brood.internal.remote.CallFormat;
import dev.brood.internal.remote.Greeting;
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

  // Of the thread that watches.
  private long traffic;
  private long since = System.nanoTime();

  private ClientConnection(ObjectServer server, Greeting.Client client) {
    this.server = server;
    this.end = client.end();
    this.session = server.table().open(client.name());
    this.root = new Root(server, session);
  }

  /** Serves a client until it is gone. */
  static void serve(ObjectServer server, Endpoint end) {
    ClientConnection connection = null;
    try {
      Greeting.Client client = Greeting.welcome(end, server.self(), Greeting.deadline());
      connection = new ClientConnection(server, client);
      server.joined(connection);
      connection.readCalls();
    } catch (EndOfConnectionException | ConnectionClosedException gone) {
      debug("a client has left", gone);
    } catch (IOException | ProtocolException | MessageTooLongException nonsense) {
      debug("a client was turned away", nonsense);
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
    while (true) {
      Message message = end.receiveMessage(Waiter.FOREVER);
      if (message != null) {
        take(message);
      }
    }
  }

  private void take(Message message) {
    ByteSource from = message.open().source();
    byte kind = from.getByte();
    long id = from.getLong();
    switch (kind) {
      case CallFormat.CALL -> {
        takeCall(id, message);
        return;
      }
      case CallFormat.BATCH -> {
        start(id, new BatchTask(this, id, message));
        return;
      }
      case CallFormat.CANCEL -> {
        Thread thread = running.get(id);
        if (thread != null) {
          thread.interrupt();
        }
      }
      case CallFormat.RELEASE -> session.release(id, from.getLong());
      case CallFormat.EXPORTED -> session.exported(id);
      case CallFormat.PING ->
          send(to -> {
            to.sink().putByte(CallFormat.PONG);
            to.sink().putLong(id);
          });
      default -> throw new ProtocolException("not a message of a client: kind=" + kind);
    }
    message.close();
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

  /** Sends an answer; without effect if the client is gone. */
  void send(MessageContent answer) {
    try {
      end.sendMessage(answer);
    } catch (EndOfConnectionException | ConnectionClosedException gone) {
      debug("a client has left before its answer", gone);
    }
  }

  /** Tells whether nothing came or went for so long; asked by one thread. */
  boolean isSilent(long now, long patience) {
    long current = end.traffic();
    if (current != traffic) {
      traffic = current;
      since = now;
    }
    return now - since > patience;
  }

  /** Ends the connection, from any thread. */
  void close(String why) {
    end.closeNow(why);
  }

  private void leave() {
    server.left(this);
    synchronized (running) {
      over = true;
    }
    // In this order: who is interrupted must see why.
    session.end();
    running.values().forEach(Thread::interrupt);
  }
}

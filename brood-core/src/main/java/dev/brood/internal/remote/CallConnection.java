package dev.brood.internal.remote;

import dev.brood.exception.ConnectionClosedException;
import dev.brood.exception.EndOfConnectionException;
import dev.brood.exception.ManagerDiedException;
import dev.brood.exception.NotReceivableException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.RemoteFrames;
import dev.brood.internal.codec.RemoteThrowable;
import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.message.Message;
import dev.brood.internal.message.MessageContent;
import dev.brood.internal.protocol.BatchContent;
import dev.brood.internal.protocol.CallContent;
import dev.brood.internal.protocol.CallFormat;
import dev.brood.internal.protocol.CallOutcome;
import dev.brood.internal.protocol.Notes;
import dev.brood.internal.protocol.OutgoingCall;
import dev.brood.internal.protocol.Silence;
import dev.brood.internal.protocol.Welcome;
import dev.brood.internal.stream.Waiter;
import dev.brood.internal.util.Deadline;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a connection to a manager: any number of threads make calls over it, each
 * gets the answer to its own. Who reads the answers is the business of {@link ReadingTurn}.
 */
final class CallConnection {

  private static final long GOODBYE_SECONDS = 1;

  private final Endpoint end;
  private final Welcome server;
  private final ServerLink link;
  private final Map<Long, PendingCall> pending = new ConcurrentHashMap<>();
  private final AtomicLong lastCall = new AtomicLong();
  private final ReadingTurn turn = new ReadingTurn(this::readOne);
  private final Thread heartbeat;
  private volatile @Nullable Throwable broken;

  private CallConnection(Endpoint end, Welcome server, ServerLink link) {
    this.link = link;
    this.end = end;
    this.server = server;
    this.heartbeat = Thread.ofVirtual().name("brood-heartbeat").unstarted(this::beat);
  }

  /**
   * Begins to use a connection over which both sides have greeted each other.
   *
   * @param link what it belongs to
   */
  static CallConnection open(Endpoint end, Welcome server, ServerLink link) {
    CallConnection connection = new CallConnection(end, server, link);
    connection.turn.start();
    connection.heartbeat.start();
    return connection;
  }

  boolean isOpen() {
    return broken == null;
  }

  // ---- calls

  /**
   * Makes a call and waits for the answer.
   *
   * @throws Throwable what the operation throws
   */
  @Nullable Object call(OutgoingCall made) throws Throwable {
    PendingCall call = PendingCall.awaited(lastCall.incrementAndGet());
    send(call, new CallContent(server.server(), call.id, made));
    boolean interrupted = false;
    boolean cancelled = false;
    try {
      while (!turn.await(call)) {
        interrupted = true;
        if (made.operation().interruptible() && !cancelled) {
          cancelled = true;
          // The answer tells whether it came too late.
          tell(Notes.cancel(call.id));
        }
      }
      return result(call);
    } catch (InterruptedException ofServer) {
      interrupted &= !cancelled;
      throw ofServer;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Makes a call; the future completes on a thread of its own. */
  CompletableFuture<@Nullable Object> start(OutgoingCall made) {
    Answer answer = new Answer(lastCall.incrementAndGet());
    turn.attend();
    boolean sent = false;
    try {
      send(answer.call, new CallContent(server.server(), answer.call.id, made));
      sent = true;
    } finally {
      if (!sent) {
        turn.attended();
      }
    }
    return answer.future;
  }

  private final class Answer implements Runnable {
    final CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
    final PendingCall call;

    Answer(long id) {
      this.call = PendingCall.unattended(id, this);
    }

    @Override
    public void run() {
      try {
        future.complete(result(call));
      } catch (Throwable thrown) {
        future.completeExceptionally(thrown);
      }
    }
  }

  /** Makes several calls in one message, and waits for the answers: a value or an Outcome each. */
  List<CallOutcome> callAll(List<OutgoingCall> calls) {
    PendingCall call = PendingCall.awaited(lastCall.incrementAndGet());
    send(call, new BatchContent(server.server(), call.id, calls));
    boolean interrupted = false;
    while (!turn.await(call)) {
      interrupted = true;
    }
    try {
      Message reply = reply(call);
      try {
        ValueReader from = reply.open();
        if (call.kind() == CallFormat.THROWN) {
          throw new ProtocolException("the manager could not read a batch", thrown(from.source()));
        }
        return outcomes(from, calls.size());
      } finally {
        reply.close();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<CallOutcome> outcomes(ValueReader from, int count) {
    CallOutcome[] all = new CallOutcome[count];
    for (int i = 0; i < count; i++) {
      if (from.source().getByte() == CallFormat.THROWN) {
        all[i] = new CallOutcome(null, thrown(from.source()));
      } else {
        try {
          all[i] = new CallOutcome(link.reading(from), null);
        } catch (NotReceivableException | Error lost) {
          // The reader is behind this value: the others can be read.
          all[i] = new CallOutcome(null, lost);
        }
      }
    }
    return List.of(all);
  }

  private void send(PendingCall call, MessageContent content) {
    pending.put(call.id, call);
    boolean sent = false;
    try {
      if (broken == null) {
        end.sendMessage(content);
      }
      sent = true;
    } catch (EndOfConnectionException | ConnectionClosedException gone) {
      sent = true;
      fail(gone);
    } finally {
      if (!sent) {
        pending.remove(call.id);
      }
    }
    // It may have failed all others before this one was among them.
    Throwable why = broken;
    if (why != null && pending.remove(call.id) != null) {
      fail(call, why);
    }
  }

  /** Sends what has no answer; without effect if the server is gone. */
  void tell(MessageContent note) {
    try {
      end.sendMessage(note);
    } catch (EndOfConnectionException | ConnectionClosedException gone) {
      fail(gone);
    }
  }

  /** Tells the server that this is no break. An interrupt is kept. */
  private void sayGoodbye() {
    // Not on this thread: the server may take nothing any more.
    CompletableFuture.runAsync(
            () -> tell(Notes.goodbye()), Thread.ofVirtual().name("brood-goodbye")::start)
        .completeOnTimeout(null, GOODBYE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private Message reply(PendingCall call) {
    Message reply = call.reply();
    if (reply == null) {
      throw new ManagerDiedException(link.whyGone(), call.broken());
    }
    return reply;
  }

  private @Nullable Object result(PendingCall call) throws Throwable {
    Message reply = reply(call);
    try {
      ValueReader from = reply.open();
      if (call.kind() == CallFormat.RETURN) {
        return link.reading(from);
      }
      throw RemoteFrames.withLocal(thrown(from.source()), Thread.currentThread().getStackTrace());
    } finally {
      reply.close();
    }
  }

  private Throwable thrown(ByteSource from) {
    ShapeTable classes = new ShapeTable(end.limits().loader(), end.limits().filter());
    return RemoteThrowable.get(from).rebuild(classes, server.toString());
  }

  // ---- answers

  /** Receives one message, waiting for it. */
  private void readOne() throws InterruptedException {
    try {
      Message message = end.receiveMessage(Waiter.FOREVER);
      if (message != null) {
        ByteSource source = message.open().source();
        byte kind = source.getByte();
        PendingCall call = pending.remove(source.getLong());
        if (call == null) {
          message.close();
        } else {
          if (call.unattended) {
            turn.attended();
          }
          call.answer(kind, message);
        }
      }
    } catch (EndOfConnectionException | ConnectionClosedException | ProtocolException gone) {
      fail(gone);
    }
  }

  /** Ends all calls. */
  private void fail(Throwable why) {
    synchronized (this) {
      if (broken != null) {
        return;
      }
      broken = why;
    }
    end.closeNow("has failed");
    for (Long id : List.copyOf(pending.keySet())) {
      PendingCall call = pending.remove(id);
      if (call != null) {
        fail(call, why);
      }
    }
    turn.close();
    LockSupport.unpark(heartbeat);
  }

  private void fail(PendingCall call, Throwable why) {
    if (call.unattended) {
      turn.attended();
    }
    call.fail(why);
  }

  /** Closes the connection; calls that wait fail. */
  void close() {
    if (isOpen()) {
      sayGoodbye();
    }
    fail(new ConnectionClosedException("this process has closed its connection to the manager"));
  }

  // ---- heartbeat

  private void beat() {
    long patience = server.patienceNanos();
    Silence silence = new Silence(patience);
    PendingCall ping = null;
    while (broken == null) {
      LockSupport.parkNanos(this, silence.interval());
      if (silence.isTooLong(end.traffic(), ping != null && !ping.isDone())) {
        fail(
            new EndOfConnectionException(
                "nothing came for " + Deadline.text(patience) + ", though an answer was due"));
      }
      if (broken == null && (ping == null || ping.isDone())) {
        ping = ping();
        link.giveBack();
      }
    }
  }

  private PendingCall ping() {
    PendingCall ping = PendingCall.unattended(lastCall.incrementAndGet(), null);
    turn.attend();
    // Not here: the server may take nothing any more, and this thread is to find that out.
    Thread.ofVirtual().name("brood-ping").start(() -> send(ping, Notes.ping(ping.id)));
    return ping;
  }

  @Override
  public String toString() {
    return server.toString();
  }
}

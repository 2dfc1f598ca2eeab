package dev.brood.internal.serve;

import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.RemoteThrowable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.message.Message;
import dev.brood.internal.message.MessageContent;
import dev.brood.internal.operation.Carrier;
import dev.brood.internal.protocol.CallFormat;
import dev.brood.internal.protocol.CallOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several calls in one message: runs one after the other, and answers when all are over. */
final class BatchTask implements Runnable {

  private final ClientConnection client;
  private final long id;
  private final Message message;

  /** What to do if the client has left, the last call first. */
  private final ArrayDeque<Runnable> undo = new ArrayDeque<>();

  /**
   * Makes a task.
   *
   * @param message read up to the number of its calls
   */
  BatchTask(ClientConnection client, long id, Message message) {
    this.client = client;
    this.id = id;
    this.message = message;
  }

  @Override
  public void run() {
    CallOutcome[] outcomes;
    try {
      outcomes = runAll(message.open());
    } catch (Throwable damaged) {
      var _ = client.send(Answer.thrown(id, damaged, client.loader()));
      return;
    } finally {
      message.close();
    }
    boolean sent = false;
    while (!sent) {
      Results results = new Results(outcomes);
      try {
        if (!client.send(results)) {
          undo.forEach(Runnable::run);
        }
        sent = true;
      } catch (NotSendableException stays) {
        // That one then is what its caller gets to know.
        outcomes[results.at] = new CallOutcome(null, stays);
      }
    }
  }

  private CallOutcome[] runAll(ValueReader from) {
    int count = from.source().getInt();
    if (count < 0 || count > CallFormat.MOST_CALLS) {
      throw new ProtocolException("a batch of " + count + " calls");
    }
    List<CallOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outcomes.add(run(from));
    }
    return outcomes.toArray(new CallOutcome[0]);
  }

  private CallOutcome run(ValueReader from) {
    Callee.Name name = Callee.Name.read(from.source());
    Callee callee;
    try {
      callee = Callee.find(client, name);
    } catch (RuntimeException unknown) {
      name.skipArguments(from);
      return new CallOutcome(null, unknown);
    }
    try {
      @Nullable Object[] arguments = callee.readArguments(from);
      Object result = callee.run(arguments);
      undo.addFirst(() -> callee.takeBack(arguments, result));
      return new CallOutcome(result, null);
    } catch (ProtocolException damaged) {
      throw damaged;
    } catch (Throwable thrown) {
      return new CallOutcome(null, thrown);
    }
  }

  /** The answer. */
  private final class Results implements MessageContent {
    private final CallOutcome[] outcomes;
    int at;

    Results(CallOutcome[] outcomes) {
      this.outcomes = outcomes;
    }

    @Override
    public void put(ValueWriter to) {
      to.sink().putByte(CallFormat.RESULTS);
      to.sink().putLong(id);
      Carrier.during(
          client.session(),
          () -> {
            for (at = 0; at < outcomes.length; at++) {
              CallOutcome each = outcomes[at];
              if (each.thrown() != null) {
                to.sink().putByte(CallFormat.THROWN);
                RemoteThrowable.capture(each.thrown(), client.loader()).put(to.sink());
              } else {
                to.sink().putByte(CallFormat.RETURN);
                to.write(each.value(), "result");
              }
            }
          });
    }
  }
}

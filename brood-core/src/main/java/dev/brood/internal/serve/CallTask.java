package dev.brood.internal.serve;

import dev.brood.internal.message.Message;
import org.jspecify.annotations.Nullable;

/** One call: reads its arguments, runs it and answers. */
final class CallTask implements Runnable {

  private final ClientConnection client;
  private final long id;
  private final Message message;
  private final @Nullable Callee callee;
  private final @Nullable Throwable unknown;

  /**
   * Reads what a call is for.
   *
   * @param message read up to there
   */
  CallTask(ClientConnection client, long id, Message message) {
    this.client = client;
    this.id = id;
    this.message = message;
    Callee found = null;
    Throwable why = null;
    try {
      found = Callee.find(client, Callee.Name.read(message.open().source()));
    } catch (RuntimeException failure) {
      why = failure;
    }
    this.callee = found;
    this.unknown = why;
  }

  /** Tells whether it may take long, so that it needs a thread of its own. */
  boolean mayWait() {
    return callee != null && callee.operation().mayWait();
  }

  @Override
  public void run() {
    try {
      call();
    } catch (Throwable thrown) {
      var _ = client.send(Answer.thrown(id, thrown, client.loader()));
    }
  }

  private void call() throws Throwable {
    @Nullable Object[] arguments;
    Callee found = callee;
    try {
      if (found == null) {
        throw unknown == null ? new IllegalStateException("no callee") : unknown;
      }
      arguments = found.readArguments(message.open());
    } finally {
      message.close();
    }
    Object result = found.run(arguments);
    if (!client.send(Answer.returned(id, client.session(), result))) {
      found.takeBack(arguments, result);
    }
  }
}

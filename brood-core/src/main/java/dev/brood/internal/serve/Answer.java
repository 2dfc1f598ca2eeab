package dev.brood.internal.serve;

import dev.brood.internal.codec.RemoteThrowable;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.message.MessageContent;
import dev.brood.internal.operation.Carrier;
import dev.brood.internal.registry.Session;
import dev.brood.internal.remote.CallFormat;
import org.jspecify.annotations.Nullable;

/** How a call ended, as it goes to the client. */
final class Answer implements MessageContent {

  private final long id;
  private final Session session;
  private final @Nullable Object value;

  private Answer(long id, Session session, @Nullable Object value) {
    this.id = id;
    this.session = session;
    this.value = value;
  }

  /** It returned a value. */
  static MessageContent returned(long id, Session session, @Nullable Object value) {
    return new Answer(id, session, value);
  }

  /** It threw. */
  static MessageContent thrown(long id, Throwable thrown, ClassLoader loader) {
    RemoteThrowable remote = RemoteThrowable.capture(thrown, loader);
    return to -> {
      to.sink().putByte(CallFormat.THROWN);
      to.sink().putLong(id);
      remote.put(to.sink());
    };
  }

  @Override
  public void put(ValueWriter to) {
    to.sink().putByte(CallFormat.RETURN);
    to.sink().putLong(id);
    Carrier.during(session, () -> to.write(value, "result"));
  }
}

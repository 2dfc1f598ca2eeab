package dev.brood.internal.remote;

import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.message.MessageContent;
import dev.brood.internal.operation.Carrier;
import org.jspecify.annotations.Nullable;

/** One call, as it goes to the manager. */
final class CallContent implements MessageContent {

  private final String server;
  private final long id;
  private final OutgoingCall call;

  CallContent(String server, long id, OutgoingCall call) {
    this.server = server;
    this.id = id;
    this.call = call;
  }

  @Override
  public void put(ValueWriter to) {
    to.sink().putByte(CallFormat.CALL);
    to.sink().putLong(id);
    Carrier.during(server, () -> put(to, call));
  }

  /** Puts what a call on its own and one of a batch have in common. */
  static void put(ValueWriter to, OutgoingCall call) {
    ByteSink sink = to.sink();
    sink.putLong(call.object());
    sink.putByte(call.attach() ? CallFormat.ATTACH : 0);
    sink.putLong(call.operation().key());
    @Nullable Object[] arguments = call.arguments();
    sink.putByte(arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      to.write(arguments[i], "argument[" + i + "]");
    }
  }
}

package dev.brood.internal.remote;

import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.message.MessageContent;
import dev.brood.internal.operation.Carrier;
import java.util.List;

/** Several calls, as they go to the manager. */
final class BatchContent implements MessageContent {

  private final String server;
  private final long id;
  private final List<OutgoingCall> calls;

  BatchContent(String server, long id, List<OutgoingCall> calls) {
    this.server = server;
    this.id = id;
    this.calls = calls;
  }

  @Override
  public void put(ValueWriter to) {
    to.sink().putByte(CallFormat.BATCH);
    to.sink().putLong(id);
    to.sink().putInt(calls.size());
    Carrier.during(server, () -> calls.forEach(call -> CallContent.put(to, call)));
  }
}

package dev.brood.internal.message;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ValueReader;
import org.jspecify.annotations.Nullable;

/**
 * A message that has come and whose values are still to be rebuilt, by whatever thread wants them.
 * One thread at a time.
 */
public final class Message {

  private final Incoming incoming;
  private final Inbox.Decoder decoder;
  private @Nullable ValueReader reader;

  Message(Incoming incoming, Inbox.Decoder decoder) {
    this.incoming = incoming;
    this.decoder = decoder;
  }

  /**
   * Returns what reads the message, at its beginning when this is called first.
   *
   * @throws ProtocolException if the message consists of plain bytes
   */
  public ValueReader open() {
    ValueReader open = reader;
    if (open == null) {
      if (incoming.isBytes()) {
        throw new ProtocolException("plain bytes came where values were expected");
      }
      open = decoder.open(incoming);
      reader = open;
    }
    return open;
  }

  /** Lets go of what reads the message, which is of no use then. */
  public void close() {
    ValueReader open = reader;
    if (open != null) {
      reader = null;
      decoder.close(open);
    }
  }
}

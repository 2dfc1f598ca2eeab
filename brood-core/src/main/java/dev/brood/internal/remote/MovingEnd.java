package dev.brood.internal.remote;

import dev.brood.internal.message.Endpoint;
import dev.brood.internal.station.Ends;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;

/**
 * An end that travels; what arrives is the {@link dev.brood.internal.station.Ticket} to take it.
 */
public final class MovingEnd implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private final transient Endpoint end;

  public MovingEnd(Endpoint end) {
    this.end = end;
  }

  @Serial
  private Object writeReplace() {
    return Ends.ticket(end, "connection to a manager");
  }

  @Serial
  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("an end travels as a ticket");
  }
}

package dev.brood.internal.station;

import dev.brood.internal.stream.StationAddress;
import java.io.Serial;
import java.io.Serializable;
import java.util.HexFormat;

/**
 * What travels in place of an end: where to take it over, and as what. Whoever has it may take over
 * the end, once.
 *
 * @param station where the process that holds the end is reached
 * @param key what both sides show to know there, in hexadecimal
 * @param id which end
 * @param file the memory of the pipe, empty for an end that is a socket
 * @param side which end of the pipe
 * @param peerId the id of the other end of the pipe
 * @param longestMessage the longest message that the end accepts
 * @param trusted whether the other side is of this family
 * @param filtered whether objects are read through the default filter
 * @param origin what the end is called in messages
 */
public record Ticket(
    String station,
    String key,
    String id,
    String file,
    int side,
    String peerId,
    long longestMessage,
    boolean trusted,
    boolean filtered,
    String origin)
    implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  StationAddress address() {
    return new StationAddress(station, HexFormat.of().parseHex(key));
  }

  @Override
  public String toString() {
    return "Ticket[" + origin + "]";
  }
}

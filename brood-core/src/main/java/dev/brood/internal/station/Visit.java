package dev.brood.internal.station;

import dev.brood.exception.AuthenticationException;
import dev.brood.internal.stream.Exchange;
import dev.brood.internal.stream.SocketStream;
import dev.brood.internal.stream.Sockets;
import dev.brood.internal.stream.StationAddress;
import dev.brood.internal.stream.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One request of this process at the station of another.
 *
 * @param socket the visitor's, to be shut unless something else uses it from now on
 * @param with says and hears the rest on it
 * @param given whether the station has what was asked for
 */
record Visit(SocketStream socket, Exchange with, boolean given) {

  /**
   * Visits a station.
   *
   * @param request {@link Station#TAKE} or {@link Station#LINK}
   * @param id which end it is about
   * @throws IOException if there is no such station any more, or it took too long
   * @throws AuthenticationException if what is there now is another one
   */
  static Visit to(StationAddress station, byte request, String id) throws IOException {
    long deadline = Waiter.deadlineAfter(Station.PATIENCE_NANOS);
    SocketStream socket = new SocketStream(Sockets.connectUnix(Path.of(station.path()), deadline));
    try {
      Exchange with = new Exchange(socket, deadline);
      byte[] key = station.key();
      ByteBuffer said = ByteBuffer.allocate(Station.HALF_KEY + 1 + Station.ID);
      said.put(key, 0, Station.HALF_KEY).put(request).put(HexFormat.of().parseHex(id));
      with.say(said.flip());
      byte[] rest = with.hear(Station.HALF_KEY).array();
      if (!MessageDigest.isEqual(rest, Arrays.copyOfRange(key, Station.HALF_KEY, key.length))) {
        throw new AuthenticationException("another process listens at " + station);
      }
      return new Visit(socket, with, with.hearByte() == Station.GIVEN);
    } catch (IOException | RuntimeException failure) {
      socket.shut();
      throw failure;
    }
  }
}

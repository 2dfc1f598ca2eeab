package dev.brood.system.channel;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import java.util.List;

class SocketConnectionTest extends ConnectionContract {
  @Override
  List<Connection> open() {
    Pipe pipe = Pipe.open(Pipe.Transport.SOCKET);
    return List.of(pipe.first(), pipe.second());
  }
}

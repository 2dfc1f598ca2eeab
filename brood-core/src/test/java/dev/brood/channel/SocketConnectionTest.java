package dev.brood.channel;

import java.util.List;

class SocketConnectionTest extends ConnectionContract {
  @Override
  List<Connection> open() {
    Pipe pipe = Pipe.open(Pipe.Transport.SOCKET);
    return List.of(pipe.first(), pipe.second());
  }
}

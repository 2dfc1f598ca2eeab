package dev.brood.channel;

import java.util.List;

class RingConnectionTest extends ConnectionContract {
  @Override
  List<Connection> open() {
    Pipe pipe = Pipe.open(Pipe.Transport.RING);
    return List.of(pipe.first(), pipe.second());
  }
}

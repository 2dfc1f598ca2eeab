package dev.brood.system.channel;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import java.util.List;

class RingConnectionTest extends ConnectionContract {
  @Override
  List<Connection> open() {
    Pipe pipe = Pipe.open(Pipe.Transport.RING);
    return List.of(pipe.first(), pipe.second());
  }
}

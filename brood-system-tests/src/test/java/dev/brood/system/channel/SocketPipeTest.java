package dev.brood.system.channel;

import dev.brood.channel.Pipe;

class SocketPipeTest extends PipeContract {
  @Override
  Pipe open() {
    return Pipe.open(Pipe.Transport.SOCKET);
  }

  @Override
  Pipe oneWay() {
    return Pipe.oneWay(Pipe.Transport.SOCKET);
  }
}

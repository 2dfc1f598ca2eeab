package dev.brood.system.channel;

import dev.brood.channel.Pipe;

class RingPipeTest extends PipeContract {
  @Override
  Pipe open() {
    return Pipe.open(Pipe.Transport.RING);
  }

  @Override
  Pipe oneWay() {
    return Pipe.oneWay(Pipe.Transport.RING);
  }
}

package dev.brood.system.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.exception.NotSendableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PipeTest {

  @ParameterizedTest
  @EnumSource
  void aOneWayPipeHasAReceiverAndASender(Pipe.Transport transport) throws InterruptedException {
    try (Pipe pipe = Pipe.oneWay(transport)) {
      Connection receiver = pipe.first();
      Connection sender = pipe.second();
      sender.send(1);
      assertThat(receiver.<Integer>receive()).isOne();
      assertThat(receiver.isReadable()).isTrue();
      assertThat(receiver.isWritable()).isFalse();
      assertThat(sender.isReadable()).isFalse();
      assertThat(sender.isWritable()).isTrue();
      assertThatThrownBy(() -> receiver.send(1)).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> receiver.sendBytes(new byte[1]))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(sender::receive).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(sender::receiveBytes).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(sender::poll).isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(sender::isReady).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void aPipeIsNotSentAsAWhole() {
    try (Pipe pipe = Pipe.open();
        Pipe carrier = Pipe.open()) {
      assertThatThrownBy(() -> carrier.first().send(pipe))
          .isInstanceOf(NotSendableException.class)
          .hasMessageContaining("Pipe");
    }
  }

  @Test
  void closingClosesBothEnds() {
    Pipe pipe = Pipe.open();
    pipe.close();
    assertThat(pipe.first().isOpen()).isFalse();
    assertThat(pipe.second().isOpen()).isFalse();
  }
}

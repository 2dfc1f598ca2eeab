package dev.brood.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.stream.GoneStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {

  @Test
  void aFalseLengthOfAShapeIsRefusedBeforeMemoryIsAllocated() {
    // No arrays, nothing afresh, one shape of nearly 2 GiB.
    byte[] head = {0, 0, 1, -1, -1, -1, -1, 7};
    ByteBuffer frame =
        ByteBuffer.allocate(MessageFormat.HEADER + MessageFormat.SIZES + head.length);
    frame.putLong(
        MessageFormat.header(MessageFormat.VALUE_AND_MORE, MessageFormat.SIZES + head.length));
    frame.putInt(head.length).putLong(0).put(head);
    Inbox inbox =
        new Inbox(
            new GoneStream(),
            Inbox.Limits.ofStranger(1 << 20, null),
            new Inbox.Handover(frame.array(), List.of()));
    assertThat(inbox.takeHeader()).isPositive();
    assertThat(inbox.message().take(inbox)).isPositive();
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(inbox::finish)
        .withMessageContaining("needed=2147483647");
  }
}

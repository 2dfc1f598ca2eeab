package dev.brood.internal.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.wire.FrameChannel;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class HubTest {

  private static final String PROOF = "m1-of-a-test";

  @Test
  void whoDiesBeforeItHasJoinedLeavesNoFile() throws Exception {
    Path folder = Path.of(Hub.addressOfFamily());
    Path proof = folder.resolve(PROOF);
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(folder.resolve(Hub.SOCKET)));
      FrameChannel channel = new FrameChannel();
      channel.connect(socket);
      FamilyFrame.send(channel, FamilyFrame.HELLO, FamilyFrame.hello(PROOF));
      Files.createFile(proof);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (Files.exists(proof) && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(proof).doesNotExist();
  }
}

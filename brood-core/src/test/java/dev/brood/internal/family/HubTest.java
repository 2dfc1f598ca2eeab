package dev.brood.internal.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.wire.FrameChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HubTest {

  private static final String PROOF = "m1-of-a-test";
  private static final int ROUNDS = 300;

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

  /** Joins as a member that says nothing more; returns the type of the first frame it gets. */
  private static byte joinAndDie(Path folder, String proof) throws IOException {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(folder.resolve(Hub.SOCKET)));
      write(socket, FamilyFrame.HELLO, FamilyFrame.hello(proof));
      write(socket, FamilyFrame.JOIN, FamilyFrame.join(ProcessHandle.current().pid(), proof));
      ByteBuffer header = ByteBuffer.allocate(Integer.BYTES + 1);
      while (header.hasRemaining() && socket.read(header) >= 0) {}
      return header.get(Integer.BYTES);
    }
  }

  private static void write(SocketChannel socket, byte type, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + 1 + payload.length);
    socket.write(frame.putInt(payload.length).put(type).put(payload).flip());
  }

  @Test
  @Timeout(60)
  void whoJoinsWhileOthersDieIsFirstToldThatItIsAMember() throws Exception {
    Path folder = Path.of(Hub.addressOfFamily());
    List<CompletableFuture<Set<Byte>>> first = new ArrayList<>();
    for (int member = 0; member < 4; member++) {
      String proof = "m2-" + member + "-of-a-test";
      first.add(
          CompletableFuture.supplyAsync(
              () -> {
                Set<Byte> types = new HashSet<>();
                for (int i = 0; i < ROUNDS; i++) {
                  try {
                    types.add(joinAndDie(folder, proof));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
                return types;
              },
              task -> Thread.ofPlatform().start(task)));
    }
    for (CompletableFuture<Set<Byte>> types : first) {
      assertThat(types.get()).containsExactly(FamilyFrame.JOINED);
    }
  }
}

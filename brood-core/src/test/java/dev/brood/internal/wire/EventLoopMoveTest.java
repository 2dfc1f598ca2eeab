package dev.brood.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

/** A channel that changes from one loop to another while its peer sends. */
class EventLoopMoveTest {
  private static final byte NEWS = 77;
  private static final int FRAMES = 200;

  private final EventLoop first = new EventLoop("first", null);
  private final EventLoop second = new EventLoop("second", null);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private FrameChannel here;
  private FrameChannel peer;

  /** Notes what it hears, and where. */
  private final class Notes implements FrameListener {
    private final String name;

    Notes(String name) {
      this.name = name;
    }

    @Override
    public void onFrame(byte type, byte[] payload) {
      heard.add(name + " " + Link.number(payload) + " " + Thread.currentThread().getName());
    }

    @Override
    public void onClosed() {
      heard.add(name + " closed");
    }
  }

  @BeforeEach
  void connect() throws IOException {
    Path folder = Files.createTempDirectory("move");
    Path address = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(address));
      SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(address));
      here = new FrameChannel(server.accept());
      peer = new FrameChannel(client);
    } finally {
      Files.delete(address);
      Files.delete(folder);
    }
  }

  @AfterEach
  void stop() {
    first.stop();
    second.stop();
    peer.close();
  }

  private String next() throws InterruptedException {
    String next = heard.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return String.valueOf(next);
  }

  @RepeatedTest(20)
  void losesAndReordersNothing() throws InterruptedException {
    here.readBy(first, new Notes("before"));
    for (int i = 0; i < FRAMES; i++) {
      peer.sendLong(NEWS, i);
      if (i == FRAMES / 2) {
        here.moveTo(first, second, new Notes("after"), () -> heard.add("moved"));
      }
    }
    int expected = 0;
    boolean moved = false;
    while (expected < FRAMES || !moved) {
      String line = next();
      if (line.equals("moved")) {
        moved = true;
      } else {
        assertThat(line)
            .isEqualTo(moved ? "after " + expected + " second" : "before " + expected + " first");
        expected++;
      }
    }
    peer.close();
    assertThat(next()).isEqualTo("after closed");
  }

  @RepeatedTest(20)
  void aChannelThatClosesIsToldOfOnce() throws InterruptedException {
    here.readBy(first, new Notes("before"));
    peer.sendLong(NEWS, 0);
    assertThat(next()).isEqualTo("before 0 first");
    peer.close();
    here.moveTo(first, second, new Notes("after"), () -> heard.add("moved"));
    String line = next();
    if (line.equals("moved")) {
      assertThat(next()).isEqualTo("after closed");
    } else {
      assertThat(line).isEqualTo("before closed");
    }
    assertThat(heard.poll(20, TimeUnit.MILLISECONDS)).isNull();
  }
}

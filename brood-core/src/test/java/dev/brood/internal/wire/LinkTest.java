package dev.brood.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a child says over a socket whose other side is slow to read. */
@Timeout(30)
class LinkTest {
  private static final int FRAME = 4 + 1 + Long.BYTES;

  private final EventLoop loop = new EventLoop("loop", null);
  private final AtomicLong said = new AtomicLong();
  private SocketChannel child;
  private SocketChannel owner;
  private Link link;

  private static final class Deaf implements Link.Listener {
    @Override
    public void onBell() {}

    @Override
    public void onFrame(byte type, byte[] payload) {}

    @Override
    public void onClosed() {}
  }

  @BeforeEach
  void connect() throws IOException {
    SocketPair sockets = SocketPair.connect();
    child = sockets.one();
    owner = sockets.other();
    link = new Link(new FrameChannel(child), null, false, new Deaf());
    link.readBy(loop);
  }

  @AfterEach
  void close() throws IOException {
    loop.stop();
    child.close();
    owner.close();
  }

  /**
   * Says that items begin until the kernel takes no more, and returns the thread that then waits.
   */
  private Thread sayUntilFull() throws InterruptedException {
    Thread saying =
        Thread.ofPlatform()
            .start(() -> {
              for (long item = 1; item <= 100_000; item++) {
                link.sayStarted(item);
                said.set(item);
              }
            });
    while (saying.getState() != Thread.State.WAITING) {
      assertThat(saying.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    return saying;
  }

  private long readFrames(long atMost) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(FRAME);
    long last = 0;
    while (last < atMost) {
      int count = owner.read(frame);
      if (count < 0) {
        break;
      }
      if (!frame.hasRemaining()) {
        last = frame.getLong(FRAME - Long.BYTES);
        frame.clear();
      }
    }
    return last;
  }

  @Test
  void whatHasBegunIsKnownThoughTheChildDies() throws Exception {
    Thread saying = sayUntilFull();
    long begun = said.get();
    assertThat(begun).isPositive();
    // What the kernel does to a killed process.
    child.close();
    assertThat(readFrames(Long.MAX_VALUE)).isBetween(begun, begun + 1);
    loop.stop();
    link.close();
    saying.join();
  }

  @Test
  void goesOnWhenTheOwnerReads() throws Exception {
    Thread saying = sayUntilFull();
    assertThat(readFrames(100_000)).isEqualTo(100_000);
    saying.join();
  }

  @Test
  void anInterruptDoesNotEndTheWait() throws Exception {
    Thread saying = sayUntilFull();
    saying.interrupt();
    assertThat(readFrames(100_000)).isEqualTo(100_000);
    saying.join();
  }
}

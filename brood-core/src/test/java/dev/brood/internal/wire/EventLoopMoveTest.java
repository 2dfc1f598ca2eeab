package dev.brood.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

/** A channel that changes from one loop to another while its peer sends, or comes too late. */
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
    SocketPair sockets = SocketPair.connect();
    here = new FrameChannel(sockets.one());
    peer = new FrameChannel(sockets.other());
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
  void aChannelThatComesToALoopThatEndsIsClosed() throws InterruptedException {
    Thread ending = Thread.ofPlatform().start(first::stop);
    here.readBy(first, new Notes("late"));
    assertThat(next()).isEqualTo("late closed");
    ending.join();
    here.readBy(first, new Notes("too late"));
    assertThat(next()).isEqualTo("too late closed");
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

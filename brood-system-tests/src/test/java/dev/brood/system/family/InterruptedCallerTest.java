package dev.brood.system.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.channel.Connection;
import dev.brood.channel.Pipe;
import dev.brood.function.SerializableCallable;
import dev.brood.manager.Manager;
import dev.brood.memory.Shared;
import dev.brood.memory.SharedLong;
import dev.brood.memory.SharedMemory;
import dev.brood.process.JvmProcess;
import dev.brood.queue.SharedQueue;
import dev.brood.sync.SharedLock;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not wait works in a thread that is interrupted, and nothing is lost by it. */
class InterruptedCallerTest {
  @TempDir Path folder;

  /** Runs something in a child, where it is the first thing that a thread does that is shared. */
  private String inChild(SerializableCallable<String> first) throws InterruptedException {
    Board board = Board.in(folder);
    try (JvmProcess child =
        JvmProcess.start(() -> {
          Thread.currentThread().interrupt();
          String result;
          boolean pending;
          try {
            result = first.call();
          } finally {
            pending = Thread.interrupted();
          }
          board.add("result", result + (pending ? "" : ", and the interrupt is lost"));
        })) {
      child.join();
      assertThat(child.failure()).isEmpty();
    }
    return board.all("result").getFirst();
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // Nothing can come between.
  void sharedThingsAreMadeAndUsed() throws InterruptedException {
    String made =
        inChild(() -> {
          SharedLock lock = SharedLock.create();
          lock.lock();
          lock.unlock();
          return SharedLong.create(7).get()
              + " "
              + SharedMemory.create(10_000).segment().byteSize()
              + " "
              + Shared.of(new long[10_000]).value().length;
        });
    assertThat(made).isEqualTo("7 10000 10000");
  }

  @Test
  void aQueueGoesOnInFiles() throws InterruptedException {
    String taken =
        inChild(() -> {
          SharedQueue<byte[]> queue = SharedQueue.create(2);
          boolean put = queue.offer(new byte[3_000_000]) && queue.offer(new byte[5_000_000]);
          return put + " " + queue.remove().length + " " + queue.remove().length;
        });
    assertThat(taken).isEqualTo("true 3000000 5000000");
  }

  @Test
  void anEndOfAPipeArrives() throws Exception {
    try (Pipe pipe = Pipe.open();
        SharedQueue<Connection> queue = SharedQueue.create(1)) {
      queue.put(pipe.second());
      pipe.first().send("hello");
      String received =
          inChild(() -> {
            Connection end = queue.remove();
            boolean pending = Thread.interrupted();
            String message = end.receive();
            if (pending) {
              Thread.currentThread().interrupt();
            }
            return message;
          });
      assertThat(received).isEqualTo("hello");
      // And one that is received in the process that holds it.
      try (Pipe other = Pipe.open(Pipe.Transport.SOCKET)) {
        queue.put(other.second());
        Thread.currentThread().interrupt();
        Connection here = queue.remove();
        assertThat(Thread.interrupted()).isTrue();
        other.first().send("here");
        assertThat(here.<String>receive(Delays.PATIENT)).contains("here");
        here.close();
      }
    }
  }

  @Test
  void aManagerIsCalledForTheFirstTime() throws InterruptedException {
    try (Manager manager = Manager.start()) {
      List<Integer> list = manager.list(List.of(1, 2, 3));
      assertThat(inChild(() -> "size=" + list.size())).isEqualTo("size=3");
    }
  }
}

package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.exception.NotReceivableException;
import dev.brood.manager.Batch;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.QueueProxy;
import dev.brood.proxy.ValueProxy;
import dev.brood.system.support.Delays;
import dev.brood.system.support.Waits;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Malformed handshakes, and malformed frames of clients that know the key, against a manager that
 * serves at loopback, while an honest client works. Frames are mutations of recorded ones, so most
 * of them get far.
 */
class ManagerFuzzTest {

  private static final byte[] KEY = "only of the honest".getBytes(StandardCharsets.US_ASCII);
  private static final long MAGIC = 0x42524F4F44434831L;
  private static final int CLIENT_HANDSHAKE = 76;
  private static final int SERVER_HANDSHAKE = 44;
  private static final int HEADER = 8;

  /** Few for each connection: most of them end it, and what follows is not read. */
  private static final int MOST_FRAMES = 4;

  private static final long LONGEST = 1 << 20;
  private static final long ROOM = 48L << 20;

  /** An object that tells when it is read. */
  static final class Tripwire implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    static final AtomicInteger READ = new AtomicInteger();

    private final String text = "read me";

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      READ.incrementAndGet();
      in.defaultReadObject();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @Test
  void thousandsOfMalformedMessagesDisturbNobody() throws Exception {
    attack(42, 2_000, 3_000);
  }

  @RepeatedTest(5)
  @Tag("chaos")
  void aMillionMalformedMessagesDisturbNobody(RepetitionInfo part) throws Exception {
    attack(part.getCurrentRepetition(), 80_000, 120_000);
  }

  private static void attack(long seed, int handshakes, int frames) throws Exception {
    Tripwire.READ.set(0);
    Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Manager manager =
        Manager.builder()
            .listen(any, KEY)
            .longestMessage(LONGEST)
            // Most say no goodbye, so what they made stays for that time.
            .handleLease(Duration.ofMillis(100))
            .serve()) {
      SocketAddress address = manager.address().orElseThrow();
      List<byte[]> recorded = record((InetSocketAddress) address);
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> honest = new CompletableFuture<>();
      Thread client = Thread.ofPlatform().start(() -> work(address, done, honest));
      Random random = new Random(seed);
      attackFrames((InetSocketAddress) address, random, recorded, frames / 10);
      long used = used();
      attackHandshake((InetSocketAddress) address, random, recorded, handshakes);
      assertThat(Tripwire.READ).as("objects read before authentication").hasValue(0);
      attackFrames((InetSocketAddress) address, random, recorded, frames - frames / 10);
      assertThat(Tripwire.READ).as("objects read that are not allowed").hasValue(0);
      done.set(true);
      assertThat(honest.get(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS)).isPositive();
      assertThat(client.join(Delays.PATIENT)).isTrue();
      Waits.until("nobody is left", () -> manager.clientCount() == 0);
      Waits.until("no memory grows", () -> used() - used < ROOM);
      assertThat(uncaught).isEmpty();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    tripwireTrips();
  }

  /** Shows that the tripwire would tell. */
  private static void tripwireTrips() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Manager manager = Manager.builder().listen(any, KEY).allow(Tripwire.class).serve();
        Manager client = Manager.connect(manager.address().orElseThrow(), KEY)) {
      ValueProxy<Object> value = client.value("none");
      value.set(new Tripwire());
      assertThat(Tripwire.READ).hasValue(1);
    }
  }

  /** What the honest client does; a kind of object that the hostile ones never call. */
  private static void work(
      SocketAddress address, AtomicBoolean done, CompletableFuture<Integer> outcome) {
    try (Manager manager = Manager.builder().reconnect(false).connect(address, KEY)) {
      CounterProxy counter = manager.counter();
      int calls = 0;
      while (!done.get()) {
        calls++;
        assertThat(counter.increment()).isEqualTo(calls);
      }
      outcome.complete(calls);
    } catch (Throwable failure) {
      outcome.completeExceptionally(failure);
    }
  }

  // ---- recording

  /** Returns the frames that a client sends which uses much of what there is. */
  private static List<byte[]> record(InetSocketAddress server) throws Exception {
    ByteBuffer all;
    try (Relay relay = new Relay(server)) {
      try (Manager client = Manager.builder().reconnect(false).connect(relay.address(), KEY)) {
        use(client);
      }
      all = ByteBuffer.wrap(relay.awaitSent());
    }
    all.position(CLIENT_HANDSHAKE);
    List<byte[]> frames = new ArrayList<>();
    while (all.remaining() > HEADER) {
      long length = all.getLong(all.position()) & ((1L << 56) - 1);
      byte[] frame = new byte[Math.toIntExact(HEADER + length)];
      all.get(frame);
      frames.add(frame);
    }
    assertThat(frames).hasSizeGreaterThan(20);
    return frames;
  }

  private static void use(Manager client) throws InterruptedException {
    List<Object> list = client.list(List.of("a", 1, 2L, LocalDate.EPOCH));
    list.add(List.of(list, "nested"));
    list.subList(1, 2).clear();
    var map = client.map();
    map.put("key", 1.5);
    map.putIfAbsent("key", new byte[5_000]);
    try {
      map.merge("key", 1, (one, other) -> other);
    } catch (ClassCastException | NotReceivableException expected) {
      // What counts is what was sent.
    }
    assertThat(map.entrySet().iterator().hasNext()).isTrue();
    QueueProxy<Object> queue = client.queue(2);
    queue.put(new int[] {1, 2, 3});
    assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNotNull();
    assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
    ValueProxy<Object> value = client.value(new long[20_000]);
    try {
      value.set(new Tripwire());
    } catch (NotReceivableException expected) {
      // It is not allowed.
    }
    assertThat(Proxies.callAsync(list, List::size).join()).isPositive();
    Batch batch = client.batch();
    var first = batch.add(list, each -> each.get(0));
    var second = batch.addRun(value, each -> each.set("text"));
    batch.run();
    assertThat(first.join()).isNotNull();
    assertThat(second).isCompleted();
    assertThat(client.lock().tryLock()).isTrue();
    assertThat(client.set(List.of(1, 2)).contains(1)).isTrue();
    assertThat(value).hasToString("text");
    Proxies.release(map);
    assertThat(client.clientCount()).isPositive();
  }

  // ---- attacks

  private static void attackHandshake(
      InetSocketAddress address, Random random, List<byte[]> recorded, int times)
      throws IOException {
    for (int i = 0; i < times; i++) {
      try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
        // No state is left behind then that would use up the ports.
        socket.setSoLinger(true, 0);
        socket.setSoTimeout((int) Delays.PATIENT.toMillis());
        ByteBuffer said = ByteBuffer.allocate(CLIENT_HANDSHAKE);
        random.nextBytes(said.array());
        boolean nearlyRight = random.nextInt(4) != 0;
        if (nearlyRight) {
          said.putLong(0, MAGIC).putInt(8, random.nextInt(20) == 0 ? random.nextInt() : 1);
        }
        socket
            .getOutputStream()
            .write(said.array(), 0, random.nextInt(8) == 0 ? random.nextInt(76) : 76);
        socket.getOutputStream().write(recorded.get(0));
        socket.getOutputStream().write(recorded.get(random.nextInt(recorded.size())));
        if (nearlyRight && i % 8 == 0) {
          assertThat(socket.getInputStream().readNBytes(SERVER_HANDSHAKE))
              .as("what it says to strangers")
              .hasSizeLessThanOrEqualTo(SERVER_HANDSHAKE);
        }
      } catch (SocketException turnedAway) {
        // As it should be.
      }
    }
  }

  private static void attackFrames(
      InetSocketAddress address, Random random, List<byte[]> recorded, int times) throws Exception {
    int sent = 0;
    while (sent < times) {
      try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
        socket.setSoTimeout((int) Delays.PATIENT.toMillis());
        authenticate(socket, random);
        Thread drain = Thread.ofVirtual().start(() -> drain(socket));
        try {
          if (random.nextInt(8) != 0) {
            socket.getOutputStream().write(recorded.get(0));
          }
          for (int i = random.nextInt(MOST_FRAMES); i >= 0; i--) {
            sent++;
            socket.getOutputStream().write(mutated(random, recorded));
          }
          socket.shutdownOutput();
        } catch (SocketException turnedAway) {
          // As it should be.
        }
        assertThat(drain.join(Delays.PATIENT)).as("the server ends the connection").isTrue();
      }
    }
  }

  private static void drain(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException turnedAway) {
      // As it should be.
    }
  }

  /** Proves the key, as docs/channel-wire.md says. */
  private static void authenticate(Socket socket, Random random)
      throws IOException, GeneralSecurityException {
    byte[] server = socket.getInputStream().readNBytes(SERVER_HANDSHAKE);
    ByteBuffer own = ByteBuffer.allocate(SERVER_HANDSHAKE);
    random.nextBytes(own.array());
    own.putLong(0, MAGIC).putInt(8, 1);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update("dev.brood.channel key 1".getBytes(StandardCharsets.US_ASCII));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(sha.digest(KEY), "HmacSHA256"));
    mac.update("client".getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) 0);
    mac.update(server);
    mac.update(own.array());
    socket.getOutputStream().write(own.array());
    socket.getOutputStream().write(mac.doFinal());
    assertThat(socket.getInputStream().readNBytes(33)).startsWith(1).hasSize(33);
  }

  private static byte[] mutated(Random random, List<byte[]> recorded) {
    byte[] frame = recorded.get(random.nextInt(recorded.size())).clone();
    int body = frame.length - HEADER;
    ByteBuffer numbers = ByteBuffer.wrap(frame);
    switch (random.nextInt(8)) {
      case 0 -> flip(random, frame, HEADER, Math.min(body, 64));
      case 1 -> flip(random, frame, HEADER, body);
      case 2 -> {
        // Cut, and honest about that.
        frame = Arrays.copyOf(frame, HEADER + random.nextInt(body));
        announce(frame, frame[0], frame.length - HEADER);
      }
      case 3 -> {
        // Longer, and honest about that.
        int before = frame.length;
        frame = Arrays.copyOf(frame, before + 1 + random.nextInt(64));
        flip(random, frame, before, frame.length - before);
        announce(frame, frame[0], frame.length - HEADER);
      }
      case 4 -> announce(frame, frame[0], random.nextLong() >>> 8 >>> random.nextInt(48));
      case 5 -> announce(frame, random.nextInt(256), body);
      case 6 -> {
        int at = HEADER + random.nextInt(Math.max(1, Math.min(body, 96) - 8));
        long[] extremes = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 32};
        if (body >= 8) {
          numbers.putLong(at, extremes[random.nextInt(extremes.length)]);
        }
      }
      default -> {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, frame, 0, Math.min(noise.length, frame.length));
      }
    }
    return frame;
  }

  private static void announce(byte[] frame, int kind, long length) {
    ByteBuffer.wrap(frame).putLong(0, ((long) kind << 56) | (length & ((1L << 56) - 1)));
  }

  private static void flip(Random random, byte[] frame, int from, int length) {
    for (int i = 1 + random.nextInt(6); i > 0 && length > 0; i--) {
      frame[from + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

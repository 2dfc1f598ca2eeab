package dev.brood.internal.rehearsal;

import dev.brood.channel.Connection;
import dev.brood.channel.Listener;
import dev.brood.channel.Pipe;
import dev.brood.internal.child.Rehearsal;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.station.Ends;
import dev.brood.internal.stream.SocketBell;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Sends and receives through a pipe as if an end of it had just arrived, and through a socket. */
public final class ConnectionsRehearsal implements Rehearsal {

  private static final Duration SHORT = Duration.ofMillis(1);

  /** Bytes. */
  private static final int KEY = 32;

  /** What, with the classes in it, only an end needs that comes from another process. */
  private static final List<Class<?>> OF_MOVED_ENDS = List.of(Ends.class, SocketBell.class);

  /** For the service loader. */
  public ConnectionsRehearsal() {}

  @Override
  public List<String> packages() {
    return List.of(Connection.class.getPackageName());
  }

  @Override
  public void run(Passing passing) throws Exception {
    pipe(passing);
    socket();
  }

  private static void pipe(Passing passing) throws Exception {
    try (Pipe pipe = Pipe.open();
        Connection second = passing.pass(pipe.second())) {
      pipe.first().send("sample");
      var _ = second.receive();
      var _ = second.receive(SHORT);
      second.send(List.of(1));
      var _ = pipe.first().receive();
      second.sendBytes(new byte[1]);
      var _ = pipe.first().receiveBytes();
    }
  }

  /** An end of a pipe that comes from another process is fetched through a socket. */
  private static void socket() throws Exception {
    for (Class<?> each : OF_MOVED_ENDS) {
      var _ = each.getDeclaredClasses();
    }
    byte[] key = new byte[KEY];
    // Where it goes with this process, whenever that ends.
    Path address = PrivateFolder.ofThisJvm().path().resolve("rehearsal.sock");
    try (Listener listener = Listener.open(UnixDomainSocketAddress.of(address), key);
        Connection here = Connection.connect(listener.address(), key);
        Connection there = listener.accept()) {
      here.send("sample");
      var _ = there.receive();
      there.send(List.of(1));
      var _ = here.receive();
    } finally {
      Files.deleteIfExists(address);
    }
  }
}

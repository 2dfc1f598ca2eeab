package dev.brood.internal.rehearsal;

import dev.brood.channel.Connection;
import dev.brood.channel.Listener;
import dev.brood.channel.Pipe;
import dev.brood.internal.child.Rehearsal;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.message.Endpoint;
import dev.brood.internal.station.Ends;
import dev.brood.internal.stream.SocketBell;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Sends and receives through a pipe, fetches an end, and sends and receives through a socket. */
public final class ConnectionsRehearsal implements Rehearsal {

  private static final Duration SHORT = Duration.ofMillis(1);

  /** Bytes. */
  private static final int KEY = 32;

  /** For the service loader. */
  public ConnectionsRehearsal() {}

  @Override
  public List<String> packages() {
    return List.of(Connection.class.getPackageName());
  }

  @Override
  public void run(Passing passing) throws Exception {
    pipe(passing);
    movedEnd();
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

  private static void movedEnd() throws Exception {
    // What links ends of different processes; here both are in one.
    var _ = SocketBell.class.getInterfaces();
    Endpoint[] ends = Ends.pipe(true);
    Endpoint moved = Ends.fetch(Ends.ticket(ends[1], "a rehearsal"));
    ends[0].closeNow("was rehearsed");
    if (moved != null) {
      moved.closeNow("was rehearsed");
    }
  }

  private static void socket() throws Exception {
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

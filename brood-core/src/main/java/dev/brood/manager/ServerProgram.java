package dev.brood.manager;

import dev.brood.internal.message.Endpoint;
import dev.brood.internal.remote.MovingEnd;
import dev.brood.internal.remote.ServerAddress;
import dev.brood.internal.serve.ObjectServer;
import dev.brood.internal.station.Ends;
import dev.brood.internal.station.Ticket;
import dev.brood.process.ProcessTarget;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.net.UnixDomainSocketAddress;

/** What the process of a manager does: serves until its owner is gone or has closed it. */
final class ServerProgram implements ProcessTarget {

  @Serial private static final long serialVersionUID = 1L;

  private final ServerSettings settings;
  private final String door;
  private final byte[] doorKey;
  // A MovingEnd when it is sent, and the ticket of the end when it has come.
  private final Serializable owner;

  ServerProgram(ServerSettings settings, String door, byte[] doorKey, MovingEnd owner) {
    this.settings = settings;
    this.door = door;
    this.doorKey = doorKey.clone();
    this.owner = owner;
  }

  @Override
  public void run() throws IOException, InterruptedException {
    Endpoint end = Ends.take((Ticket) owner);
    ServerAddress at = new ServerAddress(UnixDomainSocketAddress.of(door), doorKey);
    try {
      ServedHere here = ServedHere.open(settings, at);
      try {
        ObjectServer server = here.objects();
        Thread.ofVirtual()
            .name("brood-owner")
            .start(() -> {
              server.serve(end);
              server.stop();
            });
        server.awaitStop();
      } finally {
        here.close();
      }
    } finally {
      end.abandon("the manager has ended");
    }
  }
}

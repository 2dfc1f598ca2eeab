package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.system.program.NetworkClient;
import dev.brood.system.program.NetworkServer;
import dev.brood.system.support.Board;
import dev.brood.system.support.Delays;
import dev.brood.system.support.OwnerJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A manager and a client in two networks, each with addresses of its own. */
@EnabledOnOs(OS.LINUX)
class NetworkTest {

  @TempDir Path folder;

  /** Two network namespaces with a cable between them; gone with everything when closed. */
  private static final class TwoNetworks implements AutoCloseable {
    private static final String SERVER = "10.213.77.1";
    private static final String CLIENT = "10.213.77.2";

    private final String name = "brood-" + ProcessHandle.current().pid();
    private final List<String> made = new ArrayList<>();

    /** Returns them, or null where this user may not make any. */
    static TwoNetworks make() {
      TwoNetworks networks = new TwoNetworks();
      if (networks.add("a")
          && networks.add("b")
          && run(
              "ip link add veth-a netns "
                  + networks.of("a")
                  + " type veth peer name veth-b netns "
                  + networks.of("b"))
          && networks.connect("a", SERVER)
          && networks.connect("b", CLIENT)) {
        return networks;
      }
      networks.close();
      return null;
    }

    private String of(String side) {
      return name + "-" + side;
    }

    private boolean add(String side) {
      if (!run("ip netns add " + of(side))) {
        return false;
      }
      made.add(of(side));
      return true;
    }

    private boolean connect(String side, String address) {
      String in = "ip -n " + of(side);
      return run(in + " addr add " + address + "/30 dev veth-" + side)
          && run(in + " link set lo up")
          && run(in + " link set veth-" + side + " up")
          && run("ip netns exec " + of(side) + " true");
    }

    List<String> into(String side) {
      return List.of("ip", "netns", "exec", of(side));
    }

    /** Cuts or mends the cable; nobody is told. */
    void cable(String state) {
      assertThat(run("ip -n " + of("a") + " link set veth-a " + state)).isTrue();
    }

    private static boolean run(String command) {
      try {
        Process process =
            new ProcessBuilder(Arrays.asList(command.split(" ", -1)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(Delays.PATIENT.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        return ended && process.exitValue() == 0;
      } catch (IOException noSuchProgram) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      for (String each : made) {
        assertThat(run("ip netns del " + each)).isTrue();
      }
    }
  }

  @Test
  void aClientUsesAManagerAtAnotherAddress() throws Exception {
    Board board = Board.in(folder);
    try (OwnerJvm server = OwnerJvm.start(NetworkServer.class, board.folder(), "127.0.0.2");
        OwnerJvm client = OwnerJvm.start(NetworkClient.class, board.folder(), "127.0.0.2")) {
      assertThat(board.await("used")).isEqualTo("[kept]");
      board.post("cut", "false");
      assertThat(client.exitCode()).as(client.error()).isZero();
      board.await("silent");
      server.terminate();
    }
  }

  @Test
  void aClientInAnotherNetworkComesBackAfterItBroke() throws Exception {
    Board board = Board.in(folder);
    try (TwoNetworks networks = TwoNetworks.make()) {
      Assumptions.assumeTrue(networks != null, "this user may not make network namespaces");
      String at = TwoNetworks.SERVER;
      try (OwnerJvm server =
              OwnerJvm.start(
                  networks.into("a"), List.of(), NetworkServer.class, board.folder(), at);
          OwnerJvm client =
              OwnerJvm.start(
                  networks.into("b"), List.of(), NetworkClient.class, board.folder(), at)) {
        assertThat(board.await("used")).isEqualTo("[kept]");
        networks.cable("down");
        board.post("cut", "true");
        board.await("silent");
        networks.cable("up");
        board.post("healed", "");
        assertThat(board.await("outcome")).isEqualTo("[kept] lost");
        assertThat(client.exitCode()).as(client.error()).isZero();
        server.terminate();
      }
    }
  }
}

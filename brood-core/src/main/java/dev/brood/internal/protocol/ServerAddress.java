package dev.brood.internal.protocol;

import dev.brood.internal.family.Family;
import dev.brood.internal.station.Dial;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a manager listens and the key that it wants to be proved. Handles carry neither: within a
 * family they are found in a file of its folder, which only this user can read.
 */
public final class ServerAddress {

  private static final int KEY_LENGTH = 32;

  private static final String UNIX = "unix:";
  private static final String TCP = "tcp:";

  private final SocketAddress address;
  private final byte[] key;

  public ServerAddress(SocketAddress address, byte[] key) {
    this.address = address;
    this.key = key.clone();
  }

  /** Returns an address with a key that nobody else knows. */
  public static ServerAddress withNewKey(SocketAddress address) {
    return new ServerAddress(address, Dial.randomBytes(KEY_LENGTH));
  }

  public SocketAddress address() {
    return address;
  }

  public byte[] key() {
    return key.clone();
  }

  /** Returns the file of the socket of an address of this machine. */
  public Path path() {
    return ((UnixDomainSocketAddress) address).getPath();
  }

  /** Deletes the file of the socket, which a server that was killed has left. */
  public void deleteFile() {
    try {
      Files.deleteIfExists(path());
    } catch (IOException e) {
      System.getLogger("dev.brood").log(Level.DEBUG, "cannot delete " + path(), e);
    }
  }

  public boolean isOfThisMachine() {
    return address instanceof UnixDomainSocketAddress;
  }

  /** Returns an id that no other server has. */
  public static String newServerId() {
    return HexFormat.of().formatHex(Dial.randomBytes(16));
  }

  /** Lets the processes of this family find the server. */
  public Publication publish(String server) throws IOException {
    Family family = Family.ofThisJvm();
    Path draft = family.newFile("");
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(draft, mode);
    Files.write(draft, List.of(text(), HexFormat.of().formatHex(key)), StandardCharsets.UTF_8);
    Path file = family.newFile(endOf(server));
    return new Publication(Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE));
  }

  private String text() {
    return switch (address) {
      case UnixDomainSocketAddress unix -> UNIX + unix.getPath();
      case InetSocketAddress internet ->
          TCP + internet.getPort() + ":" + internet.getAddress().getHostAddress();
      default -> throw new IllegalStateException("address=" + address);
    };
  }

  /** Several may have said where a server is, each as long as it lives. */
  private static String endOf(String server) {
    return "-manager-" + server;
  }

  /**
   * Finds a server of this family.
   *
   * @throws FileNotFoundException if the family has no such server
   */
  public static ServerAddress find(String server) throws IOException {
    for (Path file : Family.ofThisJvm().filesOfMembers(endOf(server))) {
      try {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        return new ServerAddress(parse(lines.get(0)), HexFormat.of().parseHex(lines.get(1)));
      } catch (NoSuchFileException goneMeanwhile) {
        // Who said so has ended; perhaps another says it too.
      }
    }
    throw new FileNotFoundException(
        "this family of processes knows no manager of id=" + server + "; connect to it first");
  }

  private static SocketAddress parse(String text) throws IOException {
    if (text.startsWith(UNIX)) {
      return UnixDomainSocketAddress.of(text.substring(UNIX.length()));
    }
    int colon = text.indexOf(':', TCP.length());
    if (!text.startsWith(TCP) || colon < 0) {
      throw new IOException("not an address: " + text);
    }
    int port = Integer.parseInt(text.substring(TCP.length(), colon));
    return new InetSocketAddress(text.substring(colon + 1), port);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerAddress that && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return address.toString();
  }
}

package dev.brood.internal.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two Unix-domain sockets that are connected to each other. */
record SocketPair(SocketChannel one, SocketChannel other) {

  static SocketPair connect() throws IOException {
    Path folder = Files.createTempDirectory("pair");
    Path address = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(address));
      return new SocketPair(
          SocketChannel.open(UnixDomainSocketAddress.of(address)), server.accept());
    } finally {
      Files.delete(address);
      Files.delete(folder);
    }
  }
}

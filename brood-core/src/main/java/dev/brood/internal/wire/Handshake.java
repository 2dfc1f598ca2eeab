package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * How a child and its owner make sure of each other, on a socket that still blocks.
 *
 * <pre>
 * child:  magic (8) | version (4) | child id (4) | the child's password (32)
 * owner:  the owner's password (32)
 * </pre>
 *
 * <p>The owner speaks only to who knows the child's password. A child that is late, and reaches
 * somebody else at the address of an owner that is no more, has told a password that is of no use
 * any more, and hears that it is not its owner.
 */
public final class Handshake {

  private static final long MAGIC = 0x42524F4F44000000L;
  private static final int VERSION = 2;
  private static final int HELLO = 16;

  private Handshake() {}

  /** What a child said of itself, not yet proved. */
  public static final class Hello {

    private final int childId;
    private final byte[] password;

    Hello(int childId, byte[] password) {
      this.childId = childId;
      this.password = password;
    }

    /** Returns the number that its owner gave it. */
    public int childId() {
      return childId;
    }

    /** Tells whether the one who said this is the child that {@code key} was made for. */
    public boolean isProvedBy(JoinKey key) {
      return key.isChild(password);
    }
  }

  /**
   * Child: says who it is and makes sure of the owner.
   *
   * @throws ProtocolException if the process behind the socket does not know the key
   */
  public static void introduce(SocketChannel socket, int childId, JoinKey key) throws IOException {
    ByteBuffer hello = ByteBuffer.allocate(HELLO + JoinKey.PASSWORD);
    hello.putLong(MAGIC).putInt(VERSION).putInt(childId).put(key.ofChild()).flip();
    writeFully(socket, hello);
    if (!key.isOwner(read(socket, JoinKey.PASSWORD).array())) {
      throw new ProtocolException("the process behind the socket is not the owner of this child");
    }
  }

  /** Owner: reads what a child says of itself. */
  public static Hello readHello(SocketChannel socket) throws IOException {
    ByteBuffer hello = read(socket, HELLO + JoinKey.PASSWORD);
    if (hello.getLong() != MAGIC) {
      throw new ProtocolException("the process that connected is no child of Brood");
    }
    int version = hello.getInt();
    if (version != VERSION) {
      throw new ProtocolException("version=" + version + " of the child, expected " + VERSION);
    }
    int childId = hello.getInt();
    byte[] password = new byte[JoinKey.PASSWORD];
    hello.get(password);
    return new Hello(childId, password);
  }

  /** Owner: makes itself known to a child that has done so. */
  public static void answer(SocketChannel socket, JoinKey key) throws IOException {
    writeFully(socket, ByteBuffer.wrap(key.ofOwner()));
  }

  private static void writeFully(SocketChannel socket, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  private static ByteBuffer read(SocketChannel socket, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (socket.read(bytes) < 0) {
        throw new EOFException("the peer left during the handshake");
      }
    }
    return bytes.flip();
  }
}

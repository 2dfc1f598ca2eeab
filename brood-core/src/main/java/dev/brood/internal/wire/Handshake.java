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
 * child:  magic (8) | version (4) | child id (4) | proof (32) of all before it
 * owner:  proof (32) of what the child said
 * </pre>
 *
 * <p>The secret is made for one child and used once, so nothing said can be used again; that is why
 * no nonces are exchanged. Each side proves itself under its own role, so neither proof serves as
 * the other's.
 */
public final class Handshake {

  private static final long MAGIC = 0x42524F4F44000000L;
  private static final int VERSION = 1;
  private static final int HELLO = 16;

  private Handshake() {}

  /** What a child said of itself, not yet proved. */
  public static final class Hello {

    private final int childId;
    private final byte[] said;
    private final byte[] proof;

    Hello(int childId, byte[] said, byte[] proof) {
      this.childId = childId;
      this.said = said;
      this.proof = proof;
    }

    /** Returns the number that its owner gave it. */
    public int childId() {
      return childId;
    }

    /** Tells whether the one who said this knows {@code secret}. */
    public boolean isProvedBy(Secret secret) {
      return secret.proves("child", said, proof);
    }
  }

  /**
   * Child: says who it is and makes sure of the owner.
   *
   * @throws ProtocolException if the process behind the socket does not know the secret
   */
  public static void introduce(SocketChannel socket, int childId, Secret secret)
      throws IOException {
    ByteBuffer hello = ByteBuffer.allocate(HELLO + Secret.LENGTH);
    hello.putLong(MAGIC).putInt(VERSION).putInt(childId);
    byte[] said = new byte[HELLO];
    hello.get(0, said);
    hello.put(secret.proof("child", said)).flip();
    writeFully(socket, hello);
    if (!secret.proves("owner", said, read(socket, Secret.LENGTH).array())) {
      throw new ProtocolException("the process behind the socket is not the owner of this child");
    }
  }

  /** Owner: reads what a child says of itself. */
  public static Hello readHello(SocketChannel socket) throws IOException {
    ByteBuffer hello = read(socket, HELLO + Secret.LENGTH);
    if (hello.getLong() != MAGIC) {
      throw new ProtocolException("the process that connected is no child of Brood");
    }
    int version = hello.getInt();
    if (version != VERSION) {
      throw new ProtocolException("version=" + version + " of the child, expected " + VERSION);
    }
    int childId = hello.getInt();
    byte[] said = new byte[HELLO];
    hello.get(0, said);
    byte[] proof = new byte[Secret.LENGTH];
    hello.get(proof);
    return new Hello(childId, said, proof);
  }

  /** Owner: proves itself to a child that has proved itself. */
  public static void answer(SocketChannel socket, Hello hello, Secret secret) throws IOException {
    writeFully(socket, ByteBuffer.wrap(secret.proof("owner", hello.said)));
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

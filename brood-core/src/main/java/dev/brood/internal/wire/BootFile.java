package dev.brood.internal.wire;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What an owner leaves for a child that it starts, in a file for this user's eyes only: the key
 * that lets the child in and where, who it is to be, and the beginning of the stream to it. With
 * that a child can begin to work while it is still joining.
 *
 * <pre>
 * key (64) | port (2) | length (2) | welcome | the first bytes of the stream, to the end of the file
 * </pre>
 *
 * <p>The port is 0 where the child is to join through the socket in its owner's folder.
 */
public final class BootFile {

  private final JoinKey key;
  private final int port;
  private final Welcome welcome;
  private final byte[] stream;

  private BootFile(JoinKey key, int port, Welcome welcome, byte[] stream) {
    this.key = key;
    this.port = port;
    this.welcome = welcome;
    this.stream = stream;
  }

  /** Owner: writes the content. */
  public static void write(OutputStream to, byte[] key, int port, Welcome welcome, byte[] stream)
      throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    byte[] bytes = welcome.toBytes();
    out.write(key);
    out.writeShort(port);
    out.writeShort(bytes.length);
    out.write(bytes);
    out.write(stream);
    out.flush();
  }

  /**
   * Child: reads the content.
   *
   * @throws IOException if it is cut off or damaged
   */
  public static BootFile read(byte[] content) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(content);
    try {
      byte[] key = new byte[JoinKey.LENGTH];
      in.get(key);
      int port = in.getShort() & 0xffff;
      byte[] welcome = new byte[in.getShort() & 0xffff];
      in.get(welcome);
      byte[] stream = new byte[in.remaining()];
      in.get(stream);
      return new BootFile(
          new JoinKey(key), port, Welcome.fromBytes(ByteBuffer.wrap(welcome)), stream);
    } catch (BufferUnderflowException e) {
      throw new IOException("a boot file is cut off", e);
    }
  }

  /** Returns the key that lets the child in. */
  public JoinKey key() {
    return key;
  }

  /** Returns the port of this machine at which its owner waits, or 0. */
  public int port() {
    return port;
  }

  /** Returns who the child is to be. */
  public Welcome welcome() {
    return welcome;
  }

  /** Returns what comes before the bytes that the link brings. */
  public byte[] stream() {
    return stream;
  }
}

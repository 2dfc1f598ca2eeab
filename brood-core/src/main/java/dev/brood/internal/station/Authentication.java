package dev.brood.internal.station;

import dev.brood.exception.AuthenticationException;
import dev.brood.exception.ProtocolException;
import dev.brood.internal.stream.Exchange;
import dev.brood.internal.wire.Secret;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * How the two sides of a connection make sure that the other knows the same key, without saying it:
 * a challenge both ways, answered by HMAC-SHA256 (RFC 2104).
 *
 * <pre>
 * server:  magic (8) | version (4) | challenge (32)
 * client:  magic (8) | version (4) | challenge (32) | proof (32) as "client"
 * server:  1 | proof (32) as "server"        or 0, and closes
 * </pre>
 *
 * <p>Both proofs cover both challenges and the version. Each side proves itself under its own role,
 * so that neither proof can be sent back as the other's, and the client first, so that a stranger
 * who connects learns nothing to guess the key with. Every message has a fixed length. The full
 * description of the wire is docs/channel-wire.md.
 */
final class Authentication {

  static final long MAGIC = 0x42524F4F44434831L; // BROODCH1
  static final int VERSION = 1;

  private static final int CHALLENGE = 32;
  private static final int SAID = 12 + CHALLENGE;
  private static final byte WELCOME = 1;
  private static final byte FAILURE = 0;

  private Authentication() {}

  /** Returns the secret that stands for a key of any length. */
  static Secret secretOf(byte[] key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update("dev.brood.channel key 1".getBytes(StandardCharsets.US_ASCII));
      return new Secret(sha.digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Returns random bytes that nobody can foretell. */
  static byte[] randomBytes(int count) {
    // The kernel's own: the first SecureRandom of a JVM costs a starting child 20 ms.
    try (FileInputStream kernel = new FileInputStream("/dev/urandom")) {
      byte[] bytes = kernel.readNBytes(count);
      if (bytes.length == count) {
        return bytes;
      }
    } catch (IOException noSuchDevice) {
      // Then the JDK knows how to.
    }
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /**
   * The side that was connected to.
   *
   * @throws AuthenticationException if the client does not know the key
   * @throws ProtocolException if it is no client of this protocol
   * @throws IOException if it left or took too long
   */
  static void serve(Exchange with, Secret secret) throws IOException {
    ByteBuffer own = challenge();
    with.say(own.duplicate());
    ByteBuffer theirs = with.hear(SAID + Secret.LENGTH);
    check(theirs);
    byte[] both = both(own, theirs);
    byte[] proof = new byte[Secret.LENGTH];
    theirs.get(SAID, proof);
    if (!secret.proves("client", both, proof)) {
      with.say(FAILURE);
      throw new AuthenticationException("the client that connected does not know the key");
    }
    ByteBuffer answer = ByteBuffer.allocate(1 + Secret.LENGTH);
    answer.put(WELCOME).put(secret.proof("server", both)).flip();
    with.say(answer);
  }

  /**
   * The side that connected.
   *
   * @throws AuthenticationException if the server does not know the key, or says that we do not
   * @throws ProtocolException if it is no server of this protocol
   * @throws IOException if it left or took too long
   */
  static void introduce(Exchange with, Secret secret) throws IOException {
    ByteBuffer theirs = with.hear(SAID);
    check(theirs);
    ByteBuffer own = challenge();
    byte[] both = both(theirs, own);
    ByteBuffer said = ByteBuffer.allocate(SAID + Secret.LENGTH);
    said.put(own.duplicate()).put(secret.proof("client", both)).flip();
    with.say(said);
    if (with.hearByte() != WELCOME) {
      throw new AuthenticationException("the server refused the key");
    }
    if (!secret.proves("server", both, with.hear(Secret.LENGTH).array())) {
      throw new AuthenticationException("the server does not know the key");
    }
  }

  private static ByteBuffer challenge() {
    ByteBuffer said = ByteBuffer.allocate(SAID);
    said.putLong(MAGIC).putInt(VERSION).put(randomBytes(CHALLENGE));
    return said.flip();
  }

  private static void check(ByteBuffer said) {
    if (said.getLong(0) != MAGIC) {
      throw new ProtocolException("the peer does not speak the protocol of Brood's connections");
    }
    if (said.getInt(8) != VERSION) {
      throw new ProtocolException(
          "version=" + said.getInt(8) + " of the peer, expected " + VERSION);
    }
  }

  private static byte[] both(ByteBuffer server, ByteBuffer client) {
    byte[] both = new byte[2 * SAID];
    server.get(0, both, 0, SAID);
    client.get(0, both, SAID, SAID);
    return both;
  }
}

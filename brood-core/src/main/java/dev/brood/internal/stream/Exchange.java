package dev.brood.internal.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Few bytes said there and back over a stream before anything else uses it, all of it within one
 * deadline. One thread; virtual threads unmount while they wait.
 */
public final class Exchange {

  private final ByteStream stream;
  private final long deadline;

  public Exchange(ByteStream stream, long deadline) {
    this.stream = stream;
    this.deadline = deadline;
  }

  /** One try of an operation: how many bytes, 0 for none, or ENDED. */
  private interface Attempt {
    int now();
  }

  private interface Arming {
    boolean now();
  }

  /** Says all that the buffer holds. */
  public void say(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      awaitProgress(() -> stream.write(bytes), stream::armWrite);
    }
    stream.flush();
  }

  public void say(byte value) throws IOException {
    say(ByteBuffer.wrap(new byte[] {value}));
  }

  /** Hears so many bytes. */
  public ByteBuffer hear(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      awaitProgress(() -> stream.read(bytes), stream::armRead);
    }
    return bytes.flip();
  }

  public byte hearByte() throws IOException {
    return hear(1).get();
  }

  /** Hears bytes with their number before them, at most so many. */
  public byte[] hearBytes(int most) throws IOException {
    int length = hear(4).getInt();
    if (length < 0 || length > most) {
      throw new IOException("length=" + length + " is out of range, at most " + most);
    }
    return hear(length).array();
  }

  public String hearText(int most) throws IOException {
    return new String(hearBytes(most), StandardCharsets.UTF_8);
  }

  private void awaitProgress(Attempt attempt, Arming arming) throws IOException {
    if (progressed(attempt)) {
      return;
    }
    Waiter waiter = new Waiter();
    stream.waiters().add(waiter);
    try {
      while (!progressed(attempt)) {
        if (!arming.now() && !waiter.await(deadline)) {
          throw new SocketTimeoutException("the peer took too long to answer");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the peer was to answer");
    } finally {
      stream.waiters().remove(waiter);
    }
  }

  private static boolean progressed(Attempt attempt) throws IOException {
    int count = attempt.now();
    if (count == ByteStream.ENDED) {
      throw new EOFException("the peer left during the handshake");
    }
    return count > 0;
  }
}

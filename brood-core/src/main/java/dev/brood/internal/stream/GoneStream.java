package dev.brood.internal.stream;

import dev.brood.internal.codec.Attachment;
import java.nio.ByteBuffer;

/** The stream of an end that was lost on its way: it has ended. */
public final class GoneStream implements ByteStream {

  private final Waiters waiters = new Waiters();

  @Override
  public int write(ByteBuffer from) {
    return ENDED;
  }

  @Override
  public int write(Attachment from, long offset) {
    return ENDED;
  }

  @Override
  public int read(ByteBuffer to) {
    return ENDED;
  }

  @Override
  public int read(Attachment to, long offset) {
    return ENDED;
  }

  @Override
  public void flush() {}

  @Override
  public void flushSoon() {}

  @Override
  public boolean armRead() {
    return true;
  }

  @Override
  public boolean armWrite() {
    return true;
  }

  @Override
  public boolean worthLooking() {
    return false;
  }

  @Override
  public boolean ended() {
    return true;
  }

  @Override
  public Waiters waiters() {
    return waiters;
  }

  @Override
  public void shut() {}

  @Override
  public void release() {}
}

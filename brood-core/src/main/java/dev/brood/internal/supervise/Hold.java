package dev.brood.internal.supervise;

/** Keeps a pool open for somebody who has begun to submit, until it is closed. */
public interface Hold extends AutoCloseable {

  @Override
  void close();
}

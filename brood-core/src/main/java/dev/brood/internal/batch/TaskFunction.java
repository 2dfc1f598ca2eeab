package dev.brood.internal.batch;

/**
 * A function as an engine keeps it: encoded once, sent to each worker once, forgotten by the
 * workers when it is closed.
 */
public interface TaskFunction extends AutoCloseable {

  @Override
  void close();
}

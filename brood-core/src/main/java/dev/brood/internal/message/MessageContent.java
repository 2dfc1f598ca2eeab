package dev.brood.internal.message;

import dev.brood.internal.codec.ValueWriter;

/** What one message holds: any number of values, and plain numbers and texts between them. */
public interface MessageContent {

  /**
   * Puts all of it. Runs the user's code, without a lock; when it throws, nothing is sent.
   *
   * @throws dev.brood.exception.NotSendableException if a value cannot be sent
   */
  void put(ValueWriter to);
}

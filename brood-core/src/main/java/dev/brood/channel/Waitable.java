package dev.brood.channel;

/**
 * Something that {@link Connection#waitAny} can wait for: a connection that has a message, a
 * process that has ended, a queue that is not empty.
 *
 * <p>Others may implement it. Any thread may call the methods.
 *
 * @since 0.1
 */
public interface Waitable {

  /** What takes a {@linkplain #onChange wish} back. */
  interface Registration extends AutoCloseable {

    /** Takes it back; a call that is under way may still end. Again: nothing. */
    @Override
    void close();
  }

  /**
   * Has {@code wake} called whenever this may have become ready, until the registration is closed.
   *
   * @param wake is called by any thread and returns at once; it may be called in vain
   * @return what takes it back
   */
  Registration onChange(Runnable wake);

  /**
   * Tells whether this is ready. If not, whoever is registered is called when it may be.
   *
   * @return true if it is ready now
   */
  boolean isReady();
}

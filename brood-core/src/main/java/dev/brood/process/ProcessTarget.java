package dev.brood.process;

import java.io.Serializable;

/**
 * What a child process is to do. A lambda or method reference at the call is one; what it captures
 * is copied to the child and must be {@link Serializable}.
 */
@FunctionalInterface
public interface ProcessTarget extends Serializable {

  /**
   * Does the work, on the main thread of the child.
   *
   * @throws Exception for whatever reason; the child then ends with exit code 1, and the owner
   *     finds the exception in {@link JvmProcess#failure()}
   */
  void run() throws Exception;
}

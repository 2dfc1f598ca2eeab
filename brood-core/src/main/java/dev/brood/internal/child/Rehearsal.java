package dev.brood.internal.child;

import java.util.List;

/**
 * What users of a child are likely to do first in it with one kind of shared objects, done once
 * before: what the JVM makes of it (classes, lambdas, forms of method handles) is there then.
 * Loading classes does not do that.
 *
 * <p>A trainee does all of them, for the archive. A spare does those for what the children before
 * it were sent.
 *
 * <p>Found as services, because what is shared stands above children.
 */
public interface Rehearsal {

  /** Sends values to a child and receives them there, all in this one. */
  interface Passing {

    /** Returns what arrives. */
    <T> T pass(T sent);
  }

  /** Returns the names of the packages whose objects are used. */
  List<String> packages();

  /** Does it; closes what it has made, and waits for no other process. */
  void run(Passing passing) throws Exception;
}

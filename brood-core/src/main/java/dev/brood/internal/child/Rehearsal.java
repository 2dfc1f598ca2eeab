package dev.brood.internal.child;

import java.util.function.UnaryOperator;

/**
 * What users of a child are likely to do first in it, done once by a trainee: what the JVM makes of
 * it (classes, lambdas, forms of method handles) is then in the archive of classes. Loading does
 * not do that.
 *
 * <p>Found as services, because what is shared stands above children.
 */
public interface Rehearsal {

  /**
   * Does it; closes what it has made.
   *
   * @param passing sends a value to a child and receives it there, all in this one: returns what
   *     arrives
   */
  void run(UnaryOperator<Object> passing) throws Exception;
}

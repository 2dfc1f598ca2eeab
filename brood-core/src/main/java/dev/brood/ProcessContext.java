package dev.brood;

import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;

/**
 * Makes processes and pools of one start method. Several contexts may be used side by side, and
 * none of them changes the default of this JVM: that is how a library chooses for itself.
 *
 * <p>An immutable value, for any thread. Nothing needs to be closed but what it makes.
 *
 * @param startMethod where the JVMs of its children come from
 * @since 0.1
 */
public record ProcessContext(StartMethod startMethod) {

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if the start method does not work in this JVM
   */
  public ProcessContext {
    startMethod.requireAvailable();
  }

  /**
   * Returns the context of a start method.
   *
   * @param method where the JVMs of its children come from
   * @return the context
   * @throws IllegalArgumentException if the start method does not work in this JVM
   */
  public static ProcessContext of(StartMethod method) {
    return new ProcessContext(method);
  }

  /**
   * Returns the context of the start method that is called so.
   *
   * @param name as in {@link StartMethod}, in any case
   * @return the context
   * @throws IllegalArgumentException if no start method is called so
   */
  public static ProcessContext named(String name) {
    for (StartMethod each : StartMethod.values()) {
      if (each.name().equalsIgnoreCase(name)) {
        return of(each);
      }
    }
    throw new IllegalArgumentException(
        "startMethod=" + name + " is none of " + StartMethod.available());
  }

  /**
   * Returns the context of the {@linkplain StartMethod#ofThisJvm default} start method, which this
   * settles.
   *
   * @return the context
   */
  public static ProcessContext ofThisJvm() {
    return of(StartMethod.ofThisJvm());
  }

  /**
   * Returns a builder of processes.
   *
   * @return the builder
   */
  public JvmProcess.Builder process() {
    return JvmProcess.builder().startMethod(startMethod);
  }

  /**
   * Starts a process.
   *
   * @param target what it does
   * @return the process
   * @throws dev.brood.exception.NotSendableException if the target cannot be sent
   * @throws dev.brood.exception.ProcessStartException if no JVM can be started
   */
  public JvmProcess start(ProcessTarget target) {
    return process().target(target).start();
  }

  /**
   * Returns a builder of pools.
   *
   * @return the builder
   */
  public Pool.Builder pool() {
    return Pool.builder().startMethod(startMethod);
  }

  /**
   * Returns a pool of so many workers.
   *
   * @param workers how many
   * @return the pool
   * @throws IllegalArgumentException if {@code workers} is less than 1
   */
  public Pool pool(int workers) {
    return pool().workers(workers).build();
  }
}

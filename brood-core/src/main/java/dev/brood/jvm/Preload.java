package dev.brood.jvm;

import dev.brood.function.SerializableRunnable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a spare JVM of the start method {@link StartMethod#FORKSERVER} does before it is needed, so
 * that its process or worker finds it done: classes are initialized, in order, then the hook runs.
 *
 * <p>The classes of recent tasks are loaded without being asked for, but not initialized. With
 * objects that processes share, such as a queue or an end of a pipe, a spare also does what is done
 * first with them, on some of its own: if recent processes and tasks were sent such objects, or if
 * {@link #classes} names their class. Otherwise the first use of one in a child takes tens of
 * milliseconds, the first call to a manager some 250. It costs each such spare some 6 MB for each
 * of the packages {@code channel}, {@code memory}, {@code queue} and {@code sync}, and 17 MB for
 * {@code manager}.
 *
 * <p>An immutable value, for any thread. Spares that were started before it was {@linkplain
 * #setForThisJvm set} are not used any more.
 *
 * @param classes names of classes
 * @param hook run on the main thread of the spare
 * @param onFailure what to do about a class that cannot be initialized and a hook that throws
 * @since 0.1
 */
public record Preload(
    List<String> classes, Optional<SerializableRunnable> hook, OnFailure onFailure) {

  /**
   * What to do about a failure.
   *
   * @since 0.1
   */
  public enum OnFailure {
    /** The spare goes on, and nobody is told. */
    IGNORE,
    /** The spare goes on, and a warning is logged. The default. */
    WARN,
    /** The spare ends; the next start fails with the reason. */
    FAIL
  }

  private static final Preload NOTHING = new Preload(List.of(), Optional.empty(), OnFailure.WARN);

  private static volatile Preload ofThisJvm = NOTHING;

  /** Copies the list. */
  public Preload {
    classes = List.copyOf(classes);
    Objects.requireNonNull(hook, "hook");
    Objects.requireNonNull(onFailure, "onFailure");
  }

  /**
   * Returns: only what recent tasks needed.
   *
   * @return the default
   */
  public static Preload nothing() {
    return NOTHING;
  }

  /**
   * Returns: these classes.
   *
   * @param types the classes
   * @return what to preload
   */
  public static Preload classes(Class<?>... types) {
    return classNames(List.of(types).stream().map(Class::getName).toList());
  }

  /**
   * Returns: the classes of these names, which this JVM need not have.
   *
   * @param names as {@link Class#getName} gives them
   * @return what to preload
   */
  public static Preload classNames(List<String> names) {
    return new Preload(names, Optional.empty(), OnFailure.WARN);
  }

  /**
   * Returns the same with a hook.
   *
   * @param action what to run
   * @return the changed copy
   */
  public Preload withHook(SerializableRunnable action) {
    return new Preload(classes, Optional.of(action), onFailure);
  }

  /**
   * Returns the same with another way to take failures.
   *
   * @param policy what to do
   * @return the changed copy
   */
  public Preload onFailure(OnFailure policy) {
    return new Preload(classes, hook, policy);
  }

  /**
   * Returns what spares of this JVM preload.
   *
   * @return what was set last
   */
  public static Preload ofThisJvm() {
    return ofThisJvm;
  }

  /**
   * Sets what spares of this JVM preload from now on.
   *
   * @param preload classes and a hook
   */
  public static void setForThisJvm(Preload preload) {
    ofThisJvm = Objects.requireNonNull(preload, "preload");
  }
}

package dev.brood.jvm;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM of a child comes from.
 *
 * <p>Everything else is the same for all methods: what a child may be sent, how it ends, what
 * becomes of it when its owner dies. Each process and each pool may choose; the {@linkplain
 * #ofThisJvm() default} is for those that do not, and children inherit it. For any thread.
 *
 * @since 0.1
 */
public enum StartMethod {
  /** A JVM is started when it is asked for. The default. */
  SPAWN,

  /**
   * A spare JVM is taken, which was started before, has its classes loaded and waits; it is used
   * once. Where there is none, because it is the first of its kind or because many are asked for at
   * once, a JVM is started as by {@link #SPAWN}, and spares for the next ones in the background.
   *
   * <p>A spare has the options, the environment and the streams that it was started with: those
   * that agree are shared by all processes and pools of this JVM. Children whose streams go into
   * files, to a listener, carry tags, or which have input, are always spawned.
   */
  FORKSERVER;

  private static final String PROPERTY = "dev.brood.startMethod";

  private static @Nullable StartMethod chosen;

  /**
   * Returns the methods that work on this system.
   *
   * @return the default of the system first
   */
  public static List<StartMethod> available() {
    return List.of(SPAWN, FORKSERVER);
  }

  /**
   * Returns the default of this JVM. Asking for it, as every start without a method of its own
   * does, settles it.
   *
   * @return the method that was set; in a child, that of its owner; otherwise {@link #SPAWN}
   */
  public static synchronized StartMethod ofThisJvm() {
    StartMethod known = chosen;
    if (known == null) {
      known = System.getProperty(PROPERTY, "").equals(FORKSERVER.name()) ? FORKSERVER : SPAWN;
      chosen = known;
    }
    return known;
  }

  /**
   * Sets the default of this JVM, once: libraries should not change what a program has chosen.
   *
   * @param method the default from now on
   * @throws IllegalStateException if it was set before, or a child was started with it
   */
  public static synchronized void setDefault(StartMethod method) {
    Objects.requireNonNull(method, "method");
    if (chosen != null) {
      throw new IllegalStateException(
          "the default start method is settled: "
              + chosen
              + "; set it once, before the first child is started, or call setDefaultAgain("
              + method
              + ")");
    }
    chosen = method;
  }

  /**
   * Sets the default of this JVM even if it is settled. Children that were started stay as they
   * are.
   *
   * @param method the default from now on
   */
  public static synchronized void setDefaultAgain(StartMethod method) {
    chosen = Objects.requireNonNull(method, "method");
  }

  /**
   * Returns the option by which a child inherits the default of this JVM.
   *
   * @return the option; empty if there is nothing to say
   */
  public static synchronized List<String> inheritedOption() {
    return chosen == null || chosen == SPAWN ? List.of() : List.of("-D" + PROPERTY + "=" + chosen);
  }
}

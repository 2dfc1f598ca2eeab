package dev.brood.jvm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM of a child comes from.
 *
 * <p>Everything else is the same for all methods: how a child ends, what becomes of it when its
 * owner dies. Each process and each pool may choose; the {@linkplain #ofThisJvm() default} is for
 * those that do not, and children inherit it. For any thread.
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
   * files, or which have input, are always spawned.
   */
  FORKSERVER,

  /**
   * The child begins with a copy of the program's static state. It is a JVM of its own, a spare one
   * if there is one, in which the classes of the {@link ForkScope} that are initialized here count
   * as initialized: their static initializers do not run again, their static fields have the values
   * that they have here, and target, arguments and all those values are copied as one graph of
   * objects. So what is one object here is one object there, nothing of it need be {@code
   * Serializable}, and the state of private, final and transient fields comes along.
   *
   * <p>Opt-in: available once a {@link ForkScope} is set, in a program on a class path. No memory
   * is shared: the time is that of a copy. The real {@code fork} of the operating system is not
   * used, because a JVM does not survive it.
   *
   * <ul>
   *   <li>It is strict. What cannot be copied fails the start, with the way to it from a static
   *       field: threads but the calling one, executors, sockets, files, channels, direct buffers,
   *       proxies, objects of other class loaders, what the JDK does not let us see. {@link
   *       NotForked} leaves a field or class out, {@link AfterFork} makes it again.
   *   <li>Outside the scope all is as in a fresh JVM: static state of libraries and of the JDK,
   *       values of {@code ThreadLocal}s, threads. System properties, the default locale and time
   *       zone are copied. Locks arrive unlocked.
   *   <li>Some classes initialize themselves again in the child: interfaces; enums, whose constants
   *       are those of the child, and classes with native methods, of which the fields that are not
   *       final are copied; and, with the other fields copied, classes with a constant that cannot
   *       be copied but made again: a {@code DateTimeFormatter}, a method or variable handle, an
   *       updater of fields, a {@code ThreadLocal} with an initial value, a logger that is not
   *       serializable, or a lambda that is not serializable and not the only one of its kind in
   *       its class.
   *   <li>Objects of Brood and of {@code Serializable} classes of the JDK are copied as
   *       serialization says: handles, connections and locks travel as they always do. Records are
   *       made by their constructors.
   *   <li>Other threads should leave the state alone meanwhile. A change that is noticed fails the
   *       start; one that is not may be seen half done.
   *   <li>The workers of a pool all begin with the state of the moment when it was opened, also
   *       those that replace others.
   * </ul>
   */
  FORK;

  private static final String PROPERTY = "dev.brood.startMethod";

  private static @Nullable StartMethod chosen;

  /**
   * Returns the methods that work in this JVM.
   *
   * @return the default of the system first; {@link #FORK} only if a {@link ForkScope} is set
   */
  public static List<StartMethod> available() {
    return ForkScope.ofThisJvm().isPresent()
        ? List.of(SPAWN, FORKSERVER, FORK)
        : List.of(SPAWN, FORKSERVER);
  }

  /**
   * Returns this method if it works in this JVM.
   *
   * @return this
   * @throws IllegalArgumentException if it does not
   */
  public StartMethod requireAvailable() {
    if (this == FORK && ForkScope.ofThisJvm().isEmpty()) {
      String reason = ForkScope.whyNot();
      throw new IllegalArgumentException(
          "startMethod=FORK is not available, only "
              + available()
              + (reason.isEmpty()
                  ? "; call ForkScope.setForThisJvm to say whose static state is to be copied"
                  : ": " + reason));
    }
    return this;
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
      known = inherited();
      chosen = known;
    }
    return known;
  }

  private static StartMethod inherited() {
    String name = System.getProperty(PROPERTY, "");
    return name.equals(FORK.name()) ? FORK : name.equals(FORKSERVER.name()) ? FORKSERVER : SPAWN;
  }

  /**
   * Sets the default of this JVM, once: libraries should not change what a program has chosen.
   *
   * @param method the default from now on
   * @throws IllegalStateException if it was set before, or a child was started with it
   * @throws IllegalArgumentException if it does not work in this JVM
   */
  public static synchronized void setDefault(StartMethod method) {
    method.requireAvailable();
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
   * Sets the default of this JVM even if it is settled, for the children that are started from now
   * on. Those that were started stay as they are, and so do all workers of a pool that is open.
   *
   * @param method the default from now on
   * @throws IllegalArgumentException if it does not work in this JVM
   */
  public static synchronized void setDefaultAgain(StartMethod method) {
    chosen = method.requireAvailable();
  }

  /**
   * Returns the options by which a child inherits the default of this JVM, and its scope.
   *
   * @return the options; empty if there is nothing to say
   */
  public static synchronized List<String> inheritedOptions() {
    List<String> options = new ArrayList<>();
    StartMethod told = inherited();
    // The same whether it is settled or not: spares are told apart by it.
    StartMethod method = chosen == null ? told : chosen;
    // What this JVM was told itself would go on to its children as well.
    if (method != SPAWN || told != SPAWN) {
      options.add("-D" + PROPERTY + "=" + method);
    }
    String scope = ForkScope.inheritedOption();
    if (scope != null) {
      options.add(scope);
    }
    return options;
  }
}

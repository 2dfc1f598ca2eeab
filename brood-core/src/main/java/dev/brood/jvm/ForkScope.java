package dev.brood.jvm;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose static state a child of {@link StartMethod#FORK} gets a copy of: the classes in some
 * packages and the packages below them. To set it makes that start method {@linkplain
 * StartMethod#available available} in this JVM and in its children.
 *
 * <p>An immutable value, for any thread.
 *
 * @param packages names of packages, such as {@code com.acme.shop}
 * @since 0.1
 */
public record ForkScope(List<String> packages) {

  private static final String PROPERTY = "dev.brood.fork";

  private static @Nullable ForkScope ofThisJvm;
  private static boolean known;

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if there is none, or one is no name of a package
   */
  public ForkScope {
    packages = List.copyOf(packages);
    if (packages.isEmpty()) {
      throw new IllegalArgumentException(
          "packages=[] names no package whose state is to be copied");
    }
    packages.forEach(ForkScope::check);
  }

  private static void check(String name) {
    boolean valid = true;
    boolean begins = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      valid &=
          begins
              ? Character.isJavaIdentifierStart(c)
              : c == '.' || Character.isJavaIdentifierPart(c);
      begins = c == '.';
    }
    if (!valid || begins) {
      throw new IllegalArgumentException("package=" + name + " is no name of a package");
    }
  }

  /**
   * Returns the scope of some packages, with all packages below them.
   *
   * @param names names of packages; the program's own, not those of its libraries
   * @return the scope
   * @throws IllegalArgumentException if there is none, or one is no name of a package
   */
  public static ForkScope packages(String... names) {
    return new ForkScope(List.of(names));
  }

  /**
   * Tells whether a class is within this scope.
   *
   * @param className as {@link Class#getName} gives it
   * @return true if its package is one of these, or below one
   */
  public boolean covers(String className) {
    for (String each : packages) {
      if (className.startsWith(each)
          && className.length() > each.length()
          && className.charAt(each.length()) == '.') {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the scope of this JVM.
   *
   * @return what was set last; in a child, that of its owner; empty where {@code FORK} is not
   *     available
   */
  public static synchronized Optional<ForkScope> ofThisJvm() {
    if (!known) {
      String inherited = System.getProperty(PROPERTY, "");
      if (!inherited.isEmpty() && whyNot().isEmpty()) {
        ofThisJvm = packages(inherited.split(",", -1));
      }
      known = true;
    }
    return Optional.ofNullable(ofThisJvm);
  }

  /**
   * Sets the scope of this JVM, for the children that are started from now on.
   *
   * @param scope the packages
   * @throws UnsupportedOperationException if static state cannot be copied here; the message says
   *     why
   */
  public static synchronized void setForThisJvm(ForkScope scope) {
    Objects.requireNonNull(scope, "scope");
    String reason = whyNot();
    if (!reason.isEmpty()) {
      throw new UnsupportedOperationException("start method FORK does not work here: " + reason);
    }
    ofThisJvm = scope;
    known = true;
  }

  /** Returns why the start method cannot work in this JVM, or an empty text. */
  static String whyNot() {
    if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
      return "a native image has no class files that could be changed for the child";
    }
    Module library = ForkScope.class.getModule();
    if (library.isNamed()) {
      return "the library is the module "
          + library.getName()
          + ", and only programs on a class path can be copied";
    }
    ClassLoader loader = ForkScope.class.getClassLoader();
    ClassLoader system = ClassLoader.getSystemClassLoader();
    if (!system.equals(loader) || !system.getClass().getName().startsWith("jdk.internal.")) {
      return "the library was loaded by "
          + loader
          + ", and only classes that the JVM itself loads from its class path can be copied";
    }
    if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
      return "the module jdk.management, which knows what is initialized, is not in this JVM";
    }
    return "";
  }

  /** Returns the option by which a child inherits the scope, or null. */
  static synchronized @Nullable String inheritedOption() {
    ForkScope scope = ofThisJvm().orElse(null);
    return scope == null ? null : "-D" + PROPERTY + "=" + String.join(",", scope.packages);
  }
}

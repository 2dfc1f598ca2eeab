package dev.brood.internal.child;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Does what those above children know to be done first in them. What cannot be rehearsed is done
 * without.
 */
final class Rehearsals {

  private static final String OWN = "dev.brood.";

  private Rehearsals() {}

  /** Does all. */
  static void runAll(ClassLoader loader) {
    all().forEach(each -> run(each, loader));
  }

  /**
   * Does those for classes that the children before this one were sent; without any of Brood's
   * among them nothing, not even look.
   */
  static void runFor(Collection<String> names, ClassLoader loader) {
    if (!hasAnyOf(names, OWN)) {
      return;
    }
    for (Rehearsal each : all()) {
      for (String subject : each.packages()) {
        if (hasAnyOf(names, subject + ".")) {
          run(each, loader);
          break;
        }
      }
    }
  }

  private static List<Rehearsal> all() {
    List<Rehearsal> found = new ArrayList<>();
    try {
      ServiceLoader.load(Rehearsal.class, Rehearsal.class.getClassLoader()).forEach(found::add);
    } catch (ServiceConfigurationError e) {
      log("the rehearsals cannot be found", e);
    }
    return found;
  }

  // A loop: this runs in a cold JVM, for which streams are a hundred classes.
  private static boolean hasAnyOf(Collection<String> names, String prefix) {
    for (String name : names) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static void run(Rehearsal rehearsal, ClassLoader loader) {
    try {
      rehearsal.run(new ToSelf(loader));
    } catch (Exception | LinkageError e) {
      log("not rehearsed: " + rehearsal.packages(), e);
    }
  }

  private static void log(String what, Throwable failure) {
    System.getLogger("dev.brood").log(System.Logger.Level.DEBUG, what, failure);
  }
}

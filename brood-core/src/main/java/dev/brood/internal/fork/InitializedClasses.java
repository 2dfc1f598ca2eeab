package dev.brood.internal.fork;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.util.Log;
import dev.brood.jvm.ForkScope;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Finds out which classes are initialized. No API tells; the diagnostic command {@code VM.classes}
 * of HotSpot does, in 3 to 30 ms, and in half a second the first time.
 */
final class InitializedClasses {

  private static final String STATE = " fully_initialized ";

  private InitializedClasses() {}

  /** Returns the initialized classes within a scope, by name. */
  static List<Class<?>> within(ForkScope scope) {
    ClassLoader loader = InitializedClasses.class.getClassLoader();
    Object library = InitializedClasses.class.getProtectionDomain().getCodeSource();
    List<Class<?>> found = new ArrayList<>();
    for (String name : namesWithin(table(), scope)) {
      try {
        Class<?> type = Class.forName(name, false, loader);
        if (loader.equals(type.getClassLoader())
            && !type.getProtectionDomain().getCodeSource().equals(library)) {
          found.add(type);
        }
      } catch (ClassNotFoundException | LinkageError e) {
        Log.debug(name + " is of another class loader, and not copied", e);
      }
    }
    found.sort(Comparator.comparing(Class::getName));
    return found;
  }

  private static String table() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmClasses",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException | RuntimeException e) {
      throw new ProcessStartException(
          "cannot fork: this JVM does not tell which classes are initialized", e);
    }
  }

  /** Reads the table: address, size, state, flags if any, name. Hidden classes have a slash. */
  static List<String> namesWithin(String table, ForkScope scope) {
    List<String> names = new ArrayList<>();
    int start = 0;
    while (start < table.length()) {
      int end = table.indexOf('\n', start);
      end = end < 0 ? table.length() : end;
      String line = table.substring(start, end).strip();
      String name = line.substring(line.lastIndexOf(' ') + 1);
      if (line.contains(STATE) && name.indexOf('/') < 0 && scope.covers(name)) {
        names.add(name);
      }
      start = end + 1;
    }
    return names;
  }
}

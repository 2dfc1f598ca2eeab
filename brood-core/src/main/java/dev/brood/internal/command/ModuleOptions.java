package dev.brood.internal.command;

import java.lang.module.ResolvedModule;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options that name modules. A JVM that has not one of those does not start, or complains of it on
 * its standard error.
 */
final class ModuleOptions {

  /** Followed by names of modules. */
  private static final List<String> LISTS = List.of("--add-modules=", "--limit-modules=");

  /** Followed by one module, and what is to be done to it. */
  private static final List<String> CHANGES =
      List.of("--add-opens=", "--add-exports=", "--add-reads=", "--patch-module=");

  private ModuleOptions() {}

  /** Tells whether an option changes a module that this JVM has not. It had no effect here. */
  static boolean changesUnknown(String option) {
    String module = changedBy(option);
    return module != null && ModuleLayer.boot().findModule(module).isEmpty();
  }

  /** Returns options for a child that has no module path: without the modules of this JVM's. */
  static List<String> withoutModulePath(List<String> options) {
    List<String> kept = new ArrayList<>();
    for (String option : options) {
      String list = prefix(option, LISTS);
      String module = changedBy(option);
      if (list != null) {
        List<String> names = new ArrayList<>();
        for (String name : option.substring(list.length()).split(",", -1)) {
          if (!isOfModulePath(name)) {
            names.add(name);
          }
        }
        if (!names.isEmpty()) {
          kept.add(list + String.join(",", names));
        }
      } else if (module == null || !isOfModulePath(module)) {
        kept.add(option);
      }
    }
    return kept;
  }

  /** Returns the module that an option changes, or null if it changes none. */
  private static @Nullable String changedBy(String option) {
    String change = prefix(option, CHANGES);
    return change == null ? null : option.substring(change.length()).split("[/=]", 2)[0];
  }

  private static @Nullable String prefix(String option, List<String> prefixes) {
    for (String each : prefixes) {
      if (option.startsWith(each)) {
        return each;
      }
    }
    return null;
  }

  private static boolean isOfModulePath(String module) {
    if (module.equals("ALL-MODULE-PATH")) {
      return true;
    }
    ResolvedModule found = ModuleLayer.boot().configuration().findModule(module).orElse(null);
    URI location = found == null ? null : found.reference().location().orElse(null);
    return location != null && !"jrt".equals(location.getScheme());
  }
}

package dev.brood.internal.command;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;

/** Starts a program from a URL, in a loader of its own. Stands alone on its class path. */
final class DirectoryLauncher {
  private DirectoryLauncher() {}

  /** Arguments: the URL, the main class, its arguments. */
  public static void main(String[] args) throws Exception {
    // Not closed: the program goes on loading until the JVM ends.
    @SuppressWarnings("resource")
    ClassLoader loader = new URLClassLoader(new URL[] {URI.create(args[0]).toURL()});
    var main = Class.forName(args[1], true, loader).getMethod("main", String[].class);
    main.setAccessible(true);
    main.invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
  }
}

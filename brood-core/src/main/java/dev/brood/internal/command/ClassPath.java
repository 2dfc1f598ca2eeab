package dev.brood.internal.command;

import dev.brood.internal.util.Log;
import java.io.File;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Where this JVM finds classes, as far as another JVM can find them there as well. */
final class ClassPath {
  private ClassPath() {}

  /** Returns the entries of a path in the manner of {@code java.class.path}, made absolute. */
  static List<String> absolute(String path) {
    List<String> entries = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator, -1)) {
      entries.add(absoluteEntry(entry));
    }
    return entries;
  }

  /** An empty entry is the working directory; an entry that is no path is for the JVM to judge. */
  private static String absoluteEntry(String entry) {
    try {
      return Path.of(entry).toAbsolutePath().toString();
    } catch (InvalidPathException notOne) {
      return entry;
    }
  }

  /**
   * Returns the entries that loaders between {@code loader} and the JVM's own add to its class
   * path: of build tools, shells and containers that load programs from plain files.
   */
  static List<String> addedBy(@Nullable ClassLoader loader) {
    List<String> entries = new ArrayList<>();
    ClassLoader each = loader;
    while (each != null && !each.equals(ClassLoader.getSystemClassLoader())) {
      if (each instanceof URLClassLoader urls) {
        for (URL url : urls.getURLs()) {
          Path file = plainFile(url);
          if (file != null) {
            entries.add(file.toString());
          }
        }
      }
      each = each.getParent();
    }
    return entries;
  }

  /** Returns the files and directories that the modules of {@code layer} were found in. */
  static List<String> ofModules(ModuleLayer layer) {
    List<String> entries = new ArrayList<>();
    for (ResolvedModule module : layer.configuration().modules()) {
      Optional<URI> location = module.reference().location();
      try {
        Path file = location.isPresent() ? plainFile(location.get().toURL()) : null;
        if (file != null) {
          entries.add(file.toString());
        }
      } catch (MalformedURLException | IllegalArgumentException inMemory) {
        Log.debug("not a file: " + location, inMemory);
      }
    }
    return entries;
  }

  /** Returns the existing file or directory that {@code url} names, or null if it is no such. */
  static @Nullable Path plainFile(@Nullable URL url) {
    if (url == null || !url.getProtocol().equals("file")) {
      return null;
    }
    try {
      Path path = Path.of(new URI(url.getProtocol(), null, decoded(url), null)).toAbsolutePath();
      return Files.exists(path) ? path : null;
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException notPlain) {
      return null;
    }
  }

  /** Loaders differ in whether they escape blanks in the path of a URL. */
  private static String decoded(URL url) {
    try {
      String path = url.toURI().getPath();
      return path == null ? url.getPath() : path;
    } catch (URISyntaxException unescaped) {
      return url.getPath();
    }
  }

  /**
   * Returns the module options in the manifest of the jar that this JVM was started with by {@code
   * -jar}. A JVM reads them only of that jar, and the child's program is another.
   */
  static List<String> optionsOfExecutableJar(List<String> classPath, String javaCommand) {
    String given = System.getProperty("java.class.path", "");
    boolean executable = classPath.size() == 1 && !given.isEmpty();
    if (!executable || !(javaCommand.equals(given) || javaCommand.startsWith(given + " "))) {
      return List.of();
    }
    try (JarFile jar = new JarFile(classPath.getFirst())) {
      Manifest manifest = jar.getManifest();
      return manifest == null ? List.of() : moduleOptions(manifest.getMainAttributes());
    } catch (IOException notReadable) {
      Log.debug("cannot read the manifest of " + classPath.getFirst(), notReadable);
      return List.of();
    }
  }

  private static List<String> moduleOptions(Attributes attributes) {
    List<String> options = new ArrayList<>();
    for (String target : words(attributes.getValue("Add-Opens"))) {
      options.add("--add-opens=" + target + "=ALL-UNNAMED");
    }
    for (String target : words(attributes.getValue("Add-Exports"))) {
      options.add("--add-exports=" + target + "=ALL-UNNAMED");
    }
    for (String module : words(attributes.getValue("Enable-Native-Access"))) {
      options.add("--enable-native-access=" + module);
    }
    // A JVM says nothing of a module that it has not in a manifest, but it does in an option.
    options.removeIf(ModuleOptions::changesUnknown);
    return options;
  }

  private static List<String> words(@Nullable String value) {
    return value == null || value.isBlank() ? List.of() : List.of(value.strip().split("\\s+", -1));
  }
}

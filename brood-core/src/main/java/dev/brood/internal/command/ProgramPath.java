package dev.brood.internal.command;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that tell a child where its classes are, in the same way as this JVM was told.
 *
 * <ul>
 *   <li>Library on the class path: the same class path, the library first (a JVM opens every jar
 *       before the one it looks for, and all that a child needs to boot is in this one).
 *   <li>Library on the module path: the same module path, with the owner's main module resolved.
 *   <li>Library in a module layer that the program made, or the source launcher for a program that
 *       is a module: the modules of this layer on the class path.
 *   <li>Library inside something a plain JVM cannot read: a copy of it, then the same class path.
 *   <li>A class path of the child's own: the library from a plain file, then those entries.
 * </ul>
 *
 * <p>Classes that the child does not find there are sent by its owner, later.
 */
final class ProgramPath {
  private final Module library;
  private final OwnClasses classes;

  /** Asked once, because it may mean to open a jar. */
  private final @Nullable Path plainLocation;

  private final @Nullable ClassLoader loader;

  private ProgramPath(Class<?> anchor, OwnClasses classes) {
    this.library = anchor.getModule();
    this.classes = classes;
    this.plainLocation = classes.plainLocation();
    this.loader = anchor.getClassLoader();
  }

  static ProgramPath ofThisJvm() {
    return new ProgramPath(ProgramPath.class, OwnClasses.ofLibrary());
  }

  /** Returns the arguments up to and with the main class of the child. */
  List<String> arguments(LaunchSpec spec) {
    if (spec.jvm().classPath().isPresent()) {
      List<String> own = new ArrayList<>();
      for (Path entry : spec.jvm().classPath().get()) {
        own.add(entry.toAbsolutePath().toString());
      }
      return onClassPath(spec, own, List.of());
    }
    boolean inBootLayer = library.isNamed() && library.getLayer() == ModuleLayer.boot();
    return inBootLayer ? onModulePath(spec) : onClassPath(spec, ownersClassPath(), modulePath());
  }

  private List<String> onClassPath(
      LaunchSpec spec, List<String> classPath, List<String> moduleOptions) {
    Path plain = plainLocation;
    Path first = plain == null ? classes.extractTo(spec.folder(), spec.mainClass()) : plain;
    Set<String> entries = new LinkedHashSet<>();
    Path overlay = spec.overlay();
    if (overlay != null) {
      entries.add(overlay.toString());
    }
    entries.add(first.toString());
    entries.addAll(classPath);
    List<String> arguments = new ArrayList<>(moduleOptions);
    arguments.add("-cp");
    arguments.add(String.join(File.pathSeparator, entries));
    arguments.add(spec.mainClass());
    return arguments;
  }

  private List<String> onModulePath(LaunchSpec spec) {
    List<String> arguments = new ArrayList<>(modulePath());
    List<String> classPath = ownersClassPath();
    if (!classPath.isEmpty()) {
      arguments.add("-cp");
      arguments.add(String.join(File.pathSeparator, classPath));
    }
    arguments.add("-m");
    arguments.add(library.getName() + "/" + spec.mainClass());
    return arguments;
  }

  /** Returns the module path and main module of this JVM as options; empty if it has none. */
  private static List<String> modulePath() {
    List<String> options = new ArrayList<>();
    String path = System.getProperty("jdk.module.path", "");
    if (!path.isEmpty()) {
      options.add("--module-path=" + String.join(File.pathSeparator, ClassPath.absolute(path)));
    }
    String main = mainModule();
    if (main != null) {
      options.add("--add-modules=" + main);
    }
    return options;
  }

  /** Returns the module that this JVM was started with, unless that is only the source launcher. */
  private static @Nullable String mainModule() {
    String main = System.getProperty("jdk.module.main");
    return main == null || main.equals("jdk.compiler") ? null : main;
  }

  private List<String> ownersClassPath() {
    String path = System.getProperty("java.class.path", "");
    // Without a class path, a JVM takes the working directory; started from a module, it takes
    // none.
    boolean none = path.isEmpty() && mainModule() != null;
    Set<String> entries = new LinkedHashSet<>(none ? List.of() : ClassPath.absolute(path));
    entries.addAll(ClassPath.addedBy(loader));
    ModuleLayer layer = library.getLayer();
    if (layer != null && layer != ModuleLayer.boot()) {
      entries.addAll(ClassPath.ofModules(layer));
    }
    return List.copyOf(entries);
  }
}

package dev.brood.internal.child;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import org.jspecify.annotations.Nullable;

/**
 * Has the JVM load classes before they are needed. None of them is initialized: no code of the user
 * runs, but for a class loader's.
 */
final class ClassPreloading {

  private ClassPreloading() {}

  /**
   * Loads a class and the classes in the signatures of its members, which a lookup of one member
   * loads too. Returns null if it cannot be loaded; then its user will say so, if there ever is
   * one.
   */
  static @Nullable Class<?> load(String name, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      var _ = type.getDeclaredMethods();
      return type;
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      System.getLogger("dev.brood").log(System.Logger.Level.TRACE, "not preloaded: " + name, e);
      return null;
    }
  }

  /**
   * Loads a class as {@link #load} does, and all classes that its code names: those that a function
   * in it may need.
   */
  static void loadWithReferences(String name, ClassLoader loader) {
    Class<?> type = load(name, loader);
    if (type == null) {
      return;
    }
    try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in != null) {
        ClassModel parsed = ClassFile.of().parse(in.readAllBytes());
        for (PoolEntry each : parsed.constantPool()) {
          if (each instanceof ClassEntry named && !named.asSymbol().isArray()) {
            load(named.asInternalName().replace('/', '.'), loader);
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      System.getLogger("dev.brood").log(System.Logger.Level.TRACE, "not read: " + name, e);
    }
  }
}

package dev.brood.internal.command;

import dev.brood.exception.ProcessStartException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a child finds the classes of this library: the file they were loaded from, or a copy.
 *
 * <p>A child must boot before its owner can send it classes, and a plain JVM reads neither a jar
 * within a jar nor a loader's memory. In that case the library's own classes are written into a jar
 * in the private folder. What the classes are is asked in two ways:
 *
 * <ol>
 *   <li>the jar that the loader itself takes them from, where it lets us open it;
 *   <li>otherwise the classes that the child's main names, those that these name, and so on.
 * </ol>
 */
final class OwnClasses {
  static final String JAR = "brood.jar";

  private static final String OWN = "dev/brood/";
  private static final String SERVICES = "META-INF/services/dev.brood.";

  private final Class<?> anchor;

  /** Looks where {@code anchor}, a class of the library, was found. */
  OwnClasses(Class<?> anchor) {
    this.anchor = anchor;
  }

  static OwnClasses ofLibrary() {
    return new OwnClasses(OwnClasses.class);
  }

  /** Returns the jar or directory that a plain JVM can take the library from, or null. */
  @Nullable Path plainLocation() {
    CodeSource source = anchor.getProtectionDomain().getCodeSource();
    Path file = source == null ? null : ClassPath.plainFile(source.getLocation());
    if (file == null || !file.toString().endsWith(".jar") || isInJar(file)) {
      return file;
    }
    return null;
  }

  /** Some loaders give the outer jar as the origin of what is in a jar within it. */
  private boolean isInJar(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(nameOf(anchor)) != null;
    } catch (IOException notReadable) {
      return false;
    }
  }

  /**
   * Writes the library's classes into a jar in {@code folder}, unless that was done before.
   *
   * @param mainClass the child's, from which one class leads to the next
   * @throws ProcessStartException if the classes cannot be read
   */
  Path extractTo(Path folder, String mainClass) {
    String root = mainClass.replace('.', '/') + ".class";
    Path jar = folder.resolve(JAR);
    if (Files.exists(jar)) {
      return jar;
    }
    try {
      Map<String, byte[]> entries = entriesOfJar();
      if (entries.isEmpty()) {
        entries = entriesByReference(root);
      }
      if (!entries.containsKey(root)) {
        throw new IOException("the loader gives no " + root);
      }
      Path unfinished = Files.createTempFile(folder, JAR, null);
      write(entries, unfinished);
      Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
      return jar;
    } catch (IOException e) {
      String loader = String.valueOf(anchor.getClassLoader());
      throw new ProcessStartException(
          "cannot copy the classes of this library for a child process: loader="
              + loader
              + "; put the jar of brood-core on the class path as a plain file",
          e);
    }
  }

  /**
   * Returns the entries of the library in the jar that its loader reads; empty if there is none.
   */
  private Map<String, byte[]> entriesOfJar() throws IOException {
    URL url = anchor.getClassLoader().getResource(nameOf(anchor));
    URLConnection connection = url == null ? null : url.openConnection();
    if (!(connection instanceof JarURLConnection jarConnection)) {
      return Map.of();
    }
    // The loader keeps this file open for itself; it is not ours to close.
    JarFile jar = jarConnection.getJarFile();
    String prefix = prefixOf(jarConnection.getEntryName());
    Map<String, byte[]> entries = new TreeMap<>();
    for (Enumeration<JarEntry> each = jar.entries(); each.hasMoreElements(); ) {
      JarEntry entry = each.nextElement();
      String name = entry.getName();
      if (!entry.isDirectory() && name.startsWith(prefix) && isOwn(name, prefix.length())) {
        try (InputStream in = jar.getInputStream(entry)) {
          entries.put(name.substring(prefix.length()), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  /** What the loader puts before the names of classes within its jar, such as a directory. */
  private String prefixOf(@Nullable String entryName) {
    String name = nameOf(anchor);
    return entryName != null && entryName.endsWith(name)
        ? entryName.substring(0, entryName.length() - name.length())
        : "";
  }

  private static boolean isOwn(String name, int at) {
    return name.startsWith(OWN, at) || name.startsWith(SERVICES, at);
  }

  private Map<String, byte[]> entriesByReference(String root) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(root);
    open.add(nameOf(anchor));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (entries.containsKey(name)) {
        continue;
      }
      try (InputStream in = anchor.getClassLoader().getResourceAsStream(name)) {
        // A text that looks like the name of a class need not be one.
        if (in != null) {
          byte[] bytes = in.readAllBytes();
          entries.put(name, bytes);
          for (String named : ClassReferences.in(bytes, OWN)) {
            open.add(named + ".class");
          }
        }
      }
    }
    return entries;
  }

  private static void write(Map<String, byte[]> entries, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(file, 1 << 16))) {
      // Not compressed: every child of this owner reads it.
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        byte[] bytes = each.getValue();
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        entry.setSize(bytes.length);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
      }
    }
  }

  private static String nameOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }
}

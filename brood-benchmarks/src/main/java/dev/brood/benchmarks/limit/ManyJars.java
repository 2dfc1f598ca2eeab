package dev.brood.benchmarks.limit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Jars that nobody needs, as many as a program with frameworks has. They go with this JVM. */
public final class ManyJars {

  private static final int ENTRIES = 200;

  private ManyJars() {}

  /** Makes so many jars. */
  public static List<Path> make(int count) throws IOException {
    List<Path> jars = new ArrayList<>();
    if (count > 0) {
      Path folder = Files.createTempDirectory("jars");
      File toDelete = folder.toFile();
      toDelete.deleteOnExit();
      for (int i = 0; i < count; i++) {
        Path jar = folder.resolve("library-" + i + ".jar");
        fill(jar, i);
        jar.toFile().deleteOnExit();
        jars.add(jar);
      }
    }
    return jars;
  }

  private static void fill(Path jar, int number) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (int i = 0; i < ENTRIES; i++) {
        zip.putNextEntry(new ZipEntry("library" + number + "/Entry" + i + ".txt"));
        zip.write(new byte[100]);
        zip.closeEntry();
      }
    }
  }
}

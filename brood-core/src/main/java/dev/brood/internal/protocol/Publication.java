package dev.brood.internal.protocol;

import dev.brood.internal.family.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells the processes of a family where a manager is; goes with the process that said so. */
public final class Publication implements AutoCloseable {

  private final Path file;
  private final Family.AtExit atExit;

  Publication(Path file) {
    this.file = file;
    this.atExit = Family.atExit(() -> Files.deleteIfExists(file));
  }

  /** Takes it back. */
  @Override
  public void close() throws IOException {
    atExit.close();
    Files.deleteIfExists(file);
  }
}

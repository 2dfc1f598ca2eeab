package dev.brood.system.support;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A notice board in a folder: how processes of a test tell each other how far they are, by means
 * that have nothing to do with what is tested. It may be captured and sent.
 *
 * @param folder where the notices are
 */
public record Board(String folder) implements Serializable {

  private static final String DRAFT = ".draft-";

  /** Returns a board in a folder of the test. */
  public static Board in(Path folder) {
    return new Board(folder.toString());
  }

  /** Puts up a notice, whole or not at all; one of the same name is replaced. */
  public void post(String name, Object text) {
    try {
      Path draft = path(DRAFT + UUID.randomUUID());
      Files.writeString(draft, text.toString());
      Files.move(draft, path(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts up a notice; tells whether it is the first of this name. */
  public boolean postFirst(String name) {
    try {
      Files.createFile(path(name));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts up a notice of a new name beginning with {@code prefix}. */
  public void add(String prefix, Object text) {
    post(prefix + UUID.randomUUID(), text);
  }

  /** Tells whether there is such a notice. */
  public boolean has(String name) {
    return Files.exists(path(name));
  }

  /** Returns what a notice says, waiting for it to be put up. */
  public String await(String name) {
    Waits.until("a notice " + name + " among " + names(""), () -> has(name));
    return read(name);
  }

  /** Waits until there are so many notices whose names begin with {@code prefix}. */
  public List<String> await(String prefix, int count) {
    Waits.until(
        count + " notices " + prefix + "*, there are " + names(prefix),
        () -> names(prefix).size() >= count);
    return all(prefix);
  }

  /** Returns what all notices say whose names begin with {@code prefix}. */
  public List<String> all(String prefix) {
    return names(prefix).stream().map(this::read).toList();
  }

  /** Returns the number that a notice is, waiting for it to be put up. */
  public long awaitLong(String name) {
    return Long.parseLong(await(name));
  }

  private List<String> names(String prefix) {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith(prefix) && !name.startsWith(DRAFT))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String name) {
    return Path.of(folder, name);
  }
}

package dev.brood.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * Where a key is. It is never an argument: everybody on the machine can read those of a process.
 */
final class KeyOptions {

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "Take the key from this file, which nobody but its owner may read or write. A line end"
              + " after the key is none of it.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description = "Take the key from this variable of the environment, in UTF-8.")
  private Optional<String> variable = Optional.empty();

  /** There is no key, or it is not kept secret; the message says where. */
  static final class UnfitKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitKeyException(String message) {
      super(message);
    }
  }

  /**
   * Reads the key.
   *
   * @throws UnfitKeyException if there is none, or others may read it
   * @throws IOException if the file cannot be read
   */
  byte[] read(Map<String, String> environment) throws UnfitKeyException, IOException {
    byte[] key = file.isPresent() ? ofFile(file.get()) : ofVariable(environment);
    if (key.length == 0) {
      throw new UnfitKeyException("the key is empty");
    }
    return key;
  }

  private byte[] ofVariable(Map<String, String> environment) throws UnfitKeyException {
    String name = variable.orElse("");
    String value = environment.get(name);
    if (value == null) {
      throw new UnfitKeyException("the environment has no variable " + name);
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ofFile(Path file) throws UnfitKeyException, IOException {
    byte[] all;
    try {
      mustBeSecret(file);
      all = Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw new UnfitKeyException("there is no file " + file);
    }
    int length = all.length;
    if (length > 0 && all[length - 1] == '\n') {
      length--;
      if (length > 0 && all[length - 1] == '\r') {
        length--;
      }
    }
    return Arrays.copyOf(all, length);
  }

  private static void mustBeSecret(Path file) throws UnfitKeyException, IOException {
    var attributes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (attributes == null) {
      return; // This file system knows no such rights.
    }
    Set<PosixFilePermission> granted = EnumSet.copyOf(OF_OTHERS);
    granted.retainAll(attributes.readAttributes().permissions());
    if (!granted.isEmpty()) {
      throw new UnfitKeyException(
          "others have rights to " + file + ": " + granted + "; take them away: chmod 600 " + file);
    }
  }
}

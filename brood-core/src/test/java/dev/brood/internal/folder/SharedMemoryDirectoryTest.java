package dev.brood.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.folder.SharedMemoryDirectory.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedMemoryDirectoryTest {
  private Path base;
  private Path fallback;
  private Path mount;

  @BeforeEach
  void makeBase() throws IOException {
    base = Files.createTempDirectory("bs");
    fallback = Files.createDirectory(base.resolve("fallback"));
    mount = Files.createDirectory(base.resolve("mount"));
  }

  @AfterEach
  void deleteBase() {
    assertThat(FolderSweep.deleteTree(base)).isTrue();
  }

  @Test
  void filesGoToAFolderOnTheMountUntilItIsClosed() {
    try (SharedMemoryDirectory directory = SharedMemoryDirectory.create(fallback, mount)) {
      Place place = directory.placeFor(1_000);
      assertThat(place.inMemory()).isTrue();
      assertThat(place.directory().getParent()).isEqualTo(mount);
      assertThat(place.directory()).isDirectoryContaining("glob:**" + PrivateFolder.LOCK_FILE);
    }
    assertThat(mount).isEmptyDirectory();
  }

  @Test
  void aFileThatHasNoRoomGoesToTheFallback() {
    try (SharedMemoryDirectory directory = SharedMemoryDirectory.create(fallback, mount)) {
      Place place = directory.placeFor(Long.MAX_VALUE);
      assertThat(place.inMemory()).isFalse();
      assertThat(place.directory()).isEqualTo(fallback);
      assertThat(place.reason()).contains("free=", "needed=" + Long.MAX_VALUE);
    }
  }

  @Test
  void withoutAMountFilesGoToTheFallback() {
    try (SharedMemoryDirectory directory = SharedMemoryDirectory.create(fallback, null)) {
      assertThat(directory.placeFor(1).reason()).contains("no shared-memory mount");
    }
  }

  @Test
  void aMountThatRefusesIsToldAsThat() {
    Path missing = base.resolve("missing");
    try (SharedMemoryDirectory directory = SharedMemoryDirectory.create(fallback, missing)) {
      assertThat(directory.placeFor(1).reason()).contains(missing + " refused a folder");
    }
  }
}

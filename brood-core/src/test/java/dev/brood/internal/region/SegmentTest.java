package dev.brood.internal.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTest {

  private static final int MAKER = 512;
  private static final int OTHER = 513;

  @TempDir Path folder;

  private Segment create(String name, long size, Arena arena) throws IOException {
    var identity = new Segment.Identity(7, 8, folder.toString());
    Path draft = folder.resolve("draft");
    return Segment.create(folder.resolve(name), draft, size, identity, 0, MAKER, arena);
  }

  private Segment open(String name, Arena arena) throws IOException {
    return Segment.open(folder.resolve(name), arena);
  }

  private static boolean isMaker(int user) {
    return user == MAKER;
  }

  @Test
  void isFoundWithItsMakerAsUser() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      create("a", 100, arena);
      Segment found = open("a", arena);
      assertThat(found.identity()).isEqualTo(new Segment.Identity(7, 8, folder.toString()));
      assertThat(found.data().byteSize()).isEqualTo(100);
      found.freeUnlessUsed(SegmentTest::isMaker, OTHER);
      assertThat(folder.resolve("a")).as("its maker lives").exists();
      found.freeUnlessUsed(user -> false, OTHER);
      assertThat(folder.resolve("a")).doesNotExist();
    }
  }

  @Test
  void aNameThatIsTakenIsAnErrorAndLeavesNothing() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      create("a", 8, arena);
      assertThatExceptionOfType(FileAlreadyExistsException.class)
          .isThrownBy(() -> create("a", 16, arena));
      assertThatIllegalArgumentException().isThrownBy(() -> create("b", -1, arena));
      try (var files = Files.list(folder)) {
        assertThat(files).containsExactly(folder.resolve("a"));
      }
    }
  }

  @Test
  void whoComesAfterTheLastUserIsTooLate() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Segment segment = create("a", 8, arena);
      Segment late = open("a", arena);
      segment.leave(0, MAKER);
      segment.freeUnlessUsed(SegmentTest::isMaker, MAKER);
      assertThat(late.enter(1, OTHER)).isFalse();
      assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> open("a", arena));
    }
  }

  @Test
  void whoEntersInTimeKeepsIt() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Segment segment = create("a", 8, arena);
      assertThat(segment.enter(1, OTHER)).isTrue();
      segment.leave(0, MAKER);
      segment.freeUnlessUsed(user -> user == OTHER, MAKER);
      assertThat(folder.resolve("a")).exists();
      segment.leave(1, MAKER);
      segment.freeUnlessUsed(user -> user == OTHER, MAKER);
      assertThat(folder.resolve("a")).as("only the one who is there can leave").exists();
    }
  }

  @Test
  void aNameIsRemovedOnce() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Segment old = create("a", 8, arena);
      old.unlink(MAKER);
      create("a", 16, arena);
      old.unlink(OTHER);
      old.freeUnlessUsed(user -> false, OTHER);
      assertThat(open("a", arena).data().byteSize()).isEqualTo(16);
    }
  }

  @Test
  void aNameWhoseRemoverDiedIsRemovedByAnother() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Segment segment = create("a", 8, arena);
      Path kept = Files.createLink(folder.resolve("kept"), folder.resolve("a"));
      segment.unlink(MAKER);
      // As if it had been killed after it said that it would.
      Files.move(kept, folder.resolve("a"));
      open("a", arena).unlinkForTheDead(SegmentTest::isMaker);
      assertThat(folder.resolve("a")).exists();
      open("a", arena).unlinkForTheDead(user -> false);
      assertThat(folder.resolve("a")).doesNotExist();
    }
  }

  @Test
  void handlesAreCountedDownToNone() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Segment segment = create("a", 8, arena);
      assertThat(segment.isInFlight()).isFalse();
      segment.handleSent();
      assertThat(segment.isInFlight()).isTrue();
      segment.handleArrived();
      segment.handleArrived();
      assertThat(segment.isInFlight()).isFalse();
      segment.handleSent();
      assertThat(segment.isInFlight()).as("one that arrived twice is no debt").isTrue();
    }
  }

  @Test
  void whatIsNoSegmentIsRefused() throws IOException {
    Files.write(folder.resolve("text"), new byte[5000]);
    Files.write(folder.resolve("short"), new byte[10]);
    try (Arena arena = Arena.ofConfined()) {
      for (String name : new String[] {"text", "short"}) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> open(name, arena))
            .withMessageContaining(name);
      }
      create("cut", 100, arena);
      try (var channel = Files.newByteChannel(folder.resolve("cut"), StandardOpenOption.WRITE)) {
        channel.truncate(Segment.HEADER + 50);
      }
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> open("cut", arena))
          .withMessageContaining("size=100");
    }
  }
}

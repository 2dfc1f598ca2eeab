package dev.brood.internal.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.region.Segment;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlabTest {

  private static final long KIND = 5;
  private static final int BODY = 100;
  private static final int WAIT_SETS = 2;
  private static final int COUNT = 10;

  // Members of the first round: ids that are their slots.
  private static final int ROOT = 0;
  private static final int MAKER = 3;
  private static final int OTHER = 70;

  @TempDir Path folder;
  private final Arena arena = Arena.ofConfined();
  private MemberTable members;
  private Slab slab;

  @BeforeEach
  void makeSlab() throws IOException {
    members = MemberTable.create(folder.resolve("members"));
    members.enter(MAKER, 1, "maker");
    members.enter(OTHER, 2, "other");
    int cellSize = Slab.cellSize(BODY, WAIT_SETS);
    slab =
        new Slab(
            Segment.create(
                folder.resolve("1" + Slab.SUFFIX),
                folder.resolve("draft"),
                Slab.bytes(cellSize, COUNT),
                new Segment.Identity(1, Slab.KIND, ""),
                MAKER,
                MAKER,
                arena),
            new Family(folder, folder, members, ROOT, new NoPost()));
    slab.initialize(cellSize, COUNT);
  }

  @AfterEach
  void unmap() {
    arena.close();
  }

  /** How nobody is reached: these tests wake nobody. */
  private static final class NoPost implements Family.Post {
    @Override
    public void ring(int slot, WaitKey key) {}

    @Override
    public boolean isOpen() {
      return true;
    }
  }

  private long allocate() {
    return slab.allocate(0, KIND, WAIT_SETS, MAKER);
  }

  private void close(long cell, int slot) {
    slab.leave(cell, slot);
    slab.freeUnlessUsed(cell);
  }

  @Test
  void cellsAreZerosApartFromEachOther() {
    Set<Long> addresses = new HashSet<>();
    for (int i = 0; i < COUNT; i++) {
      long cell = allocate();
      MemorySegment body = slab.body(cell);
      assertThat(body.byteSize()).isGreaterThanOrEqualTo(BODY);
      assertThat(body.address() % 64).isEqualTo(slab.memory().address() % 64);
      assertThat(body.mismatch(MemorySegment.ofArray(new byte[(int) body.byteSize()])))
          .isEqualTo(-1);
      body.fill((byte) -1);
      addresses.add(body.address());
      assertThat(slab.indexOf(cell)).isEqualTo(i);
      assertThat(slab.kindOf(cell)).isEqualTo(KIND);
    }
    assertThat(addresses).hasSize(COUNT);
    assertThat(allocate()).isEqualTo(-1);
  }

  @Test
  void aFreedCellIsAnotherOneNextTime() {
    long cell = allocate();
    int round = slab.roundOf(cell);
    slab.body(cell).fill((byte) 7);
    close(cell, MAKER);
    assertThat(slab.freed()).isEqualTo(1);
    assertThat(allocate()).isEqualTo(cell);
    assertThat(slab.roundOf(cell)).isEqualTo(round + 1);
    assertThat(slab.body(cell).get(ValueLayout.JAVA_BYTE, 0)).isZero();
  }

  @Test
  void theLastUserFrees() {
    long cell = allocate();
    assertThat(slab.enter(cell, slab.roundOf(cell), OTHER)).isTrue();
    close(cell, MAKER);
    assertThat(slab.isLive(cell)).isTrue();
    close(cell, OTHER);
    assertThat(slab.isLive(cell)).isFalse();
  }

  @Test
  void anOldHandleTakesNothingFromTheCellThatStandsThereNow() {
    long cell = allocate();
    int old = slab.roundOf(cell);
    close(cell, MAKER);
    assertThat(slab.enter(cell, old, OTHER)).isFalse();
    allocate();
    assertThat(slab.enter(cell, slab.roundOf(cell), OTHER)).isTrue();
    // Both have the cell of now when a handle of the one before reaches them.
    assertThat(slab.enter(cell, old, OTHER)).isFalse();
    assertThat(slab.enter(cell, old, MAKER)).isFalse();
    close(cell, MAKER);
    assertThat(slab.isLive(cell)).as("the other one uses it").isTrue();
    close(cell, OTHER);
    assertThat(slab.isLive(cell)).isFalse();
  }

  @Test
  void aDeadUserIsStruckOut() {
    long cell = allocate();
    slab.enter(cell, slab.roundOf(cell), OTHER);
    members.strikeOut(OTHER);
    slab.strikeOut(cell, OTHER);
    assertThat(slab.isLive(cell)).isTrue();
    close(cell, MAKER);
    assertThat(slab.isLive(cell)).isFalse();
  }

  @Test
  void whatTheDeadUsedAloneIsFreedUnlessAHandleIsOnItsWay() {
    long sent = allocate();
    long unsent = slab.allocate(1, KIND, WAIT_SETS, MAKER);
    slab.handleSent(sent);
    members.strikeOut(MAKER);
    slab.strikeOut(sent, MAKER);
    slab.strikeOut(unsent, MAKER);
    assertThat(slab.isLive(unsent)).isFalse();
    assertThat(slab.isLive(sent)).isTrue();
    assertThat(slab.segment().isInFlight()).isTrue();
    assertThat(slab.enter(sent, slab.roundOf(sent), OTHER)).isTrue();
    slab.handleArrived(sent);
    close(sent, OTHER);
    assertThat(slab.isLive(sent)).isFalse();
  }

  @Test
  void theFilesOfACellGoWithIt() throws IOException {
    long cell = allocate();
    long other = slab.allocate(1, KIND, WAIT_SETS, MAKER);
    for (int i = 0; i < 3; i++) {
      Files.createFile(folder.resolve(slab.fileName(cell, slab.nextFile(cell))));
    }
    Path ofOther = Files.createFile(folder.resolve(slab.fileName(other, slab.nextFile(other))));
    slab.deleteFiles(cell, 2);
    assertThat(folder.resolve(slab.fileName(cell, 1))).doesNotExist();
    Path last = folder.resolve(slab.fileName(cell, 2));
    assertThat(last).exists();
    close(cell, MAKER);
    assertThat(last).doesNotExist();
    assertThat(ofOther).exists();
  }
}

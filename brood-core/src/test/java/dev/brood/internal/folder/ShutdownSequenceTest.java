package dev.brood.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.folder.ShutdownSequence.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownSequenceTest {
  private final List<String> closed = new ArrayList<>();
  private final ShutdownSequence sequence = new ShutdownSequence();

  @Test
  void closesStageByStageInTheOrderOfRegistration() {
    sequence.add(Stage.FOLDERS, () -> closed.add("folder"));
    sequence.add(Stage.CHILDREN, () -> closed.add("child 1"));
    sequence.add(Stage.CHILDREN, () -> closed.add("child 2"));
    sequence.run();
    sequence.run();
    assertThat(closed).containsExactly("child 1", "child 2", "folder");
  }

  @Test
  void whatWasTakenBackIsLeftAlone() {
    sequence.add(Stage.CHILDREN, () -> closed.add("child")).close();
    sequence.run();
    assertThat(closed).isEmpty();
  }

  @Test
  void oneThatFailsDoesNotKeepTheOthers() {
    sequence.add(
        Stage.CHILDREN,
        () -> {
          throw new IllegalStateException("cannot");
        });
    sequence.add(Stage.FOLDERS, () -> closed.add("folder"));
    sequence.run();
    assertThat(closed).containsExactly("folder");
  }
}

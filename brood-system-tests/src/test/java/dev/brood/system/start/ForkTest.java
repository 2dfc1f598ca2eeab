package dev.brood.system.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.NotReceivableException;
import dev.brood.exception.NotSendableException;
import dev.brood.jvm.ForkScope;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.pool.Pool;
import dev.brood.process.JvmProcess;
import dev.brood.process.ProcessTarget;
import dev.brood.process.Spares;
import dev.brood.system.start.forked.Checks;
import dev.brood.system.start.forked.Holder;
import dev.brood.system.start.forked.LeftOut;
import dev.brood.system.start.forked.Order;
import dev.brood.system.start.forked.World;
import java.nio.file.Path;
import java.util.List;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a forked child has of its parent's state, and what it cannot have. */
class ForkTest {

  @BeforeAll
  static void changeTheWorld() {
    ForkScope.setForThisJvm(ForkScope.packages("dev.brood.system.start.forked"));
    World.change();
  }

  @AfterEach
  void holdNothing() {
    Holder.held = null;
    Spares.release();
  }

  private static JvmProcess fork(ProcessTarget target) {
    return JvmProcess.builder().target(target).startMethod(StartMethod.FORK).start();
  }

  private static void inChild(ProcessTarget check) throws Exception {
    try (JvmProcess child = fork(check)) {
      child.join();
      if (child.failure().isPresent()) {
        throw new AssertionError("in the child", child.failure().get());
      }
      assertThat(child.exitStatus().orElseThrow().isSuccess()).isTrue();
    }
  }

  @Test
  void theChildHasTheStateOfItsParent() throws Exception {
    inChild(() -> {
      Checks.fields();
      Checks.initializers();
      Checks.identity();
      Checks.library();
      Checks.enums();
      Checks.collections();
      Checks.things();
      Checks.formats();
    });
  }

  @Test
  void codeThatRunsWhileTheStateIsMadeFindsWhatItNeeds() throws Exception {
    Order.change();
    inChild(Order::check);
  }

  @Test
  void aRecordThatCopiesACollectionWithItselfIsRefused() throws InterruptedException {
    Order.CopyingTree root = new Order.CopyingTree("root", null, List.of());
    root.children().add(new Order.CopyingTree("leaf", root, List.of()));
    Holder.held = root;
    try (JvmProcess child = fork(() -> {})) {
      child.join();
      assertThat(child.failure().orElseThrow())
          .isInstanceOf(NotReceivableException.class)
          .hasMessageContaining("copies its children");
    }
  }

  @Test
  void aSetThatIsHashedByWhatNeedsTheSetIsRefused() throws InterruptedException {
    Holder.held = Order.Knot.three();
    try (JvmProcess child = fork(() -> {})) {
      child.join();
      assertThat(child.failure().orElseThrow())
          .isInstanceOf(NotReceivableException.class)
          .hasMessageContaining("SetN cannot be made of what it holds")
          .hasMessageContaining("\"this.tie\" is null");
    }
  }

  @Test
  void whatIsAnnotatedIsNotInTheChild() throws Exception {
    LeftOut.change();
    inChild(LeftOut::check);
  }

  @Test
  void argumentsAndStateAreOneGraph() throws Exception {
    World.Node mine = new World.Node("mine");
    Holder.held = mine;
    inChild(() -> {
      assertThat(Holder.held).isSameAs(mine);
      assertThat(mine.name).isEqualTo("mine");
    });
  }

  @Test
  void whatTheChildChangesStaysThere() throws Exception {
    Holder.held = new int[] {1};
    inChild(() -> ((int[]) Holder.held)[0] = 2);
    assertThat((int[]) Holder.held).containsExactly(1);
  }

  @Test
  void aChainOfAMillionIsCopied() throws Exception {
    World.Node first = new World.Node("0");
    World.Node last = first;
    for (int i = 1; i < 1_000_000; i++) {
      last.next = new World.Node("n");
      last = last.next;
    }
    Holder.held = first;
    inChild(() -> {
      int length = 0;
      for (World.Node each = (World.Node) Holder.held; each != null; each = each.next) {
        length++;
      }
      assertThat(length).isEqualTo(1_000_000);
    });
  }

  @Test
  void whatCannotBeCopiedFailsTheStartWithItsPath() {
    Holder.held = List.of("x", new Holder.Service(Executors.newSingleThreadExecutor()));
    try {
      assertThatExceptionOfType(NotSendableException.class)
          .isThrownBy(() -> fork(() -> {}))
          .satisfies(
              e -> assertThat(e.path()).isEqualTo(Holder.class.getName() + ".held[0].executor"))
          .withMessageContaining("@NotForked");
    } finally {
      Holder.closeService();
    }
    Holder.held = null;
    Thread thread = new Thread(() -> {});
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> fork(() -> thread.interrupt()))
        .satisfies(e -> assertThat(e.offender()).isEqualTo("java.lang.Thread"));
  }

  @Test
  void lambdasOfTheJdkThatCaptureNothingAreThoseOfTheChild() throws Exception {
    Holder.held = List.of(Function.identity(), IntUnaryOperator.identity());
    inChild(() ->
        assertThat(Holder.held)
            .isEqualTo(List.of(Function.identity(), IntUnaryOperator.identity())));
  }

  @Test
  void whatTheJdkHidesIsRefusedWithWhatToDo() {
    Holder.held = List.of(Predicate.not(String::isEmpty));
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> fork(() -> {}))
        .withMessageContaining("Holder.held[0]")
        .withMessageContaining("what a lambda of its captures; one of the program");
    Holder.held = List.of(ThreadLocal.withInitial(() -> 3));
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> fork(() -> {}))
        .withMessageContaining("a subclass that overrides initialValue() can be copied");
  }

  @Test
  void systemPropertiesAreCopied() throws Exception {
    System.setProperty("fork.test", "set at run time");
    try {
      inChild(() -> assertThat(System.getProperty("fork.test")).isEqualTo("set at run time"));
    } finally {
      System.clearProperty("fork.test");
    }
  }

  @Test
  void whatTheOptionsGiveTheChildIsNotOverwritten() throws Exception {
    System.setProperty("fork.both", "of the parent");
    JvmOptions options =
        JvmOptions.defaults()
            .withArguments("-Dfork.both=child", "-Dfork.own=child", "-Duser.timezone=Asia/Tokyo");
    JvmProcess.Builder builder =
        JvmProcess.builder()
            .jvm(options)
            .startMethod(StartMethod.FORK)
            .target(() -> {
              assertThat(System.getProperty("fork.both")).isEqualTo("child");
              assertThat(System.getProperty("fork.own")).isEqualTo("child");
              assertThat(TimeZone.getDefault().getID()).isEqualTo("Asia/Tokyo");
            });
    try (JvmProcess child = builder.start()) {
      child.join();
      assertThat(child.failure()).isEmpty();
    } finally {
      System.clearProperty("fork.both");
    }
  }

  @Test
  void aTimeZoneOfTheProgramIsCopied() throws Exception {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(new SimpleTimeZone(3_600_000, "Plant"));
    try {
      inChild(() -> {
        assertThat(TimeZone.getDefault().getID()).isEqualTo("Plant");
        assertThat(TimeZone.getDefault().getRawOffset()).isEqualTo(3_600_000);
      });
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void forkedChildrenFork() throws Exception {
    Holder.held = new World.Node("grandparent");
    inChild(() -> {
      assertThat(StartMethod.available()).contains(StartMethod.FORK);
      ((World.Node) Holder.held).weight = 77;
      inChild(() -> {
        assertThat(((World.Node) Holder.held).weight).isEqualTo(77);
        Checks.fields();
      });
    });
  }

  @Test
  void theWorkersOfAPoolBeginWithTheStateOfItsOpening() {
    Holder.held = 1;
    try (Pool pool =
        Pool.builder().workers(1).maxTasksPerWorker(1).startMethod(StartMethod.FORK).build()) {
      Holder.held = 2;
      assertThat(pool.apply(Holder::get)).isEqualTo(1);
      assertThat(pool.apply(Holder::get)).isEqualTo(1);
    }
  }

  @Test
  void anInitializerRunsInTheForkedState() {
    Holder.held = 1;
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .startMethod(StartMethod.FORK)
            .initializer(() -> Holder.held = (Integer) Holder.held + 1)
            .build()) {
      assertThat(pool.apply(Holder::get)).isEqualTo(2);
    }
  }

  @Test
  void whatTheTargetThrowsIsTold() throws InterruptedException {
    try (JvmProcess child =
        fork(() -> {
          throw new IllegalStateException("of the child");
        })) {
      child.join();
      assertThat(child.failure().orElseThrow())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("of the child");
    }
  }

  @Test
  void anotherClassPathIsRefused() {
    JvmOptions other = JvmOptions.defaults().withClassPath(List.of(Path.of("other")));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() ->
            JvmProcess.builder().target(() -> {}).jvm(other).startMethod(StartMethod.FORK).start());
  }
}

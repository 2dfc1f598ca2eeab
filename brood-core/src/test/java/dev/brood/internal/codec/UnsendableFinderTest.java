package dev.brood.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brood.exception.NotSendableException;
import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import dev.brood.function.SerializableSupplier;
import dev.brood.internal.codec.Samples.Box;
import dev.brood.internal.codec.Samples.Holder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
@SuppressWarnings({"serial", "unused", "UnusedVariable", "ClassCanBeStatic"})
class UnsendableFinderTest {
  /** Not serializable, with nothing special about it. */
  static class Plain {}

  record Owner(Thread thread) implements Serializable {}

  record Job(Owner owner) implements Serializable {}

  static class Work implements Serializable {
    final List<Job> jobs = new ArrayList<>();
  }

  private static NotSendableException refusalOf(Object value) {
    NotSendableException refusal =
        catchThrowableOfType(
            NotSendableException.class, () -> new ValueWriter().write(value, "argument[0]"));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private static void assertPath(Object value, String path, Class<?> offender) {
    NotSendableException refusal = refusalOf(value);
    assertThat(refusal.path()).isEqualTo(path);
    assertThat(refusal.offender()).isEqualTo(offender.getName());
    assertThat(refusal)
        .hasMessageStartingWith(path + ": " + offender.getName() + " is not serializable. ")
        .hasMessageContaining(refusal.advice());
  }

  @Test
  void namesTheWholePath() {
    Work work = new Work();
    for (int i = 0; i < 5; i++) {
      work.jobs.add(new Job(new Owner(i == 3 ? Thread.currentThread() : null)));
    }
    assertPath(work, "argument[0].jobs[3].owner.thread", Thread.class);
    assertThat(refusalOf(work).advice()).contains("Create it inside the task");
  }

  @Test
  void theValueItself() {
    assertPath(new Plain(), "argument[0]", Plain.class);
    assertPath(new Samples.NotMarked(1), "argument[0]", Samples.NotMarked.class);
  }

  @Test
  void looksIntoWhatTheJdkHolds() {
    Plain plain = new Plain();
    assertPath(List.of(1, plain), "argument[0][1]", Plain.class);
    assertPath(new Object[] {1, List.of(plain)}, "argument[0][1][0]", Plain.class);
    assertPath(Map.of("key", plain), "argument[0][\"key\"]", Plain.class);
    assertPath(new TreeMap<>(Map.of(7, plain)), "argument[0][7]", Plain.class);
    assertPath(Map.of(plain, 1), "argument[0].key(Plain)", Plain.class);
    assertPath(Optional.of(plain), "argument[0].get()", Plain.class);
    assertPath(new AtomicReference<>(plain), "argument[0].get()", Plain.class);
    assertPath(Map.entry(1, plain), "argument[0].value", Plain.class);
    assertPath(Arrays.asList(1, plain), "argument[0][1]", Plain.class);
    assertPath(new Box(new Box(plain)), "argument[0].content.content", Plain.class);
    assertPath(new Holder(Optional.of(plain)), "argument[0].value.get()", Plain.class);
    assertThat(refusalOf(new TreeMap<>((a, b) -> 0)).path()).isEqualTo("argument[0].comparator()");
  }

  @Test
  void looksIntoThrowables() {
    class Bad extends Exception {
      final Plain plain = new Plain();
    }

    assertPath(new Exception(new Bad()), "argument[0].cause.plain", Plain.class);
  }

  @Test
  void namesCapturedVariables() {
    int first = number;
    Socket second = new Socket();
    SerializableRunnable lambda = () -> assertThat(first).isNotEqualTo(second.getPort());
    assertPath(
        lambda,
        "argument[0] -> captured variable 2 of the lambda in " + getClass().getName(),
        Socket.class);
    assertPath(
        new Box(lambda),
        "argument[0].content -> captured variable 2 of the lambda in " + getClass().getName(),
        Socket.class);
  }

  private final int number = 3;

  @Test
  void namesTheCapturedThis() {
    SerializableSupplier<Integer> lambda = () -> number;
    assertPath(
        lambda,
        "argument[0] -> captured `this` of the lambda in " + getClass().getName(),
        getClass());
    assertThat(refusalOf(lambda).advice()).contains("copy what it needs into a local variable");
  }

  @Test
  void namesTheObjectOfAMethodReference() {
    List<Plain> plains = List.of(new Plain());
    SerializableSupplier<Integer> size = plains::size;
    assertPath(
        size,
        "argument[0] -> the object of the method reference ::size in "
            + getClass().getName()
            + "[0]",
        Plain.class);
  }

  @Test
  void tellsWhichTypeALambdaNeeds() {
    Function<Integer, Integer> function = x -> x + 1;
    NotSendableException refusal = refusalOf(function);
    assertThat(refusal)
        .hasMessageStartingWith(
            "argument[0]: the lambda in " + getClass().getName() + " is not serializable")
        .hasMessageContaining("java.util.function.Function")
        .hasMessageContaining("dev.brood.function.SerializableFunction")
        .hasMessageContaining("(Function & java.io.Serializable)");
    SerializableFunction<Integer, Integer> outer = x -> function.apply(x);
    assertThat(refusalOf(outer).path()).contains("captured variable 1");
  }

  @Test
  void tellsThatAnInnerClassHoldsItsOuterObject() {
    class Inner implements Serializable {
      int get() {
        return number;
      }
    }

    NotSendableException refusal = refusalOf(new Inner());
    assertThat(refusal.path()).isEqualTo("argument[0].this$0");
    assertThat(refusal.advice()).contains("outer object");
    Function<Integer, Integer> anonymous =
        new Function<>() {
          @Override
          public Integer apply(Integer x) {
            return x;
          }
        };
    assertThat(refusalOf(anonymous).advice()).contains("use a lambda");
  }

  @Test
  void knowsWhatToDoAboutTypesOfTheJdk() throws IOException {
    try (ExecutorService executor = Executors.newCachedThreadPool();
        Socket socket = new Socket()) {
      assertThat(refusalOf(executor).advice()).contains("executor");
      assertThat(refusalOf(socket).advice()).contains("connect inside the task");
    }
    assertThat(refusalOf(new ByteArrayInputStream(new byte[0])).advice()).contains("open it");
    assertThat(refusalOf(Arena.ofAuto()).advice()).contains("shared memory");
    assertThat(refusalOf(new CompletableFuture<>()).advice()).contains("its result");
    assertThat(refusalOf(Path.of("x")).advice()).contains("toFile()");
    assertThat(refusalOf(Stream.of(1)).advice()).contains("in a list");
    assertThat(refusalOf(System.getLogger("x")).advice()).contains("static");
    assertThat(refusalOf(new Object()).advice()).contains("lock");
    assertThat(refusalOf(ThreadLocal.withInitial(() -> 1)).advice()).contains("transient");
  }

  static class Failing implements Serializable {
    @Serial
    private void writeObject(ObjectOutputStream out) {
      throw new IllegalStateException("not today");
    }
  }

  @Test
  void findsTheObjectWhoseOwnCodeFails() {
    NotSendableException refusal = refusalOf(new Box(List.of(1, new Failing())));
    assertThat(refusal.path()).isEqualTo("argument[0].content[1]");
    assertThat(refusal)
        .hasMessageContaining("not today")
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void survivesCyclesAndHostileCollections() {
    Object[] cycle = new Object[2];
    cycle[0] = cycle;
    cycle[1] = new Plain();
    assertPath(cycle, "argument[0][1]", Plain.class);

    class Hostile extends ArrayList<Object> {
      private final Object hidden = new Plain();

      @Override
      public Iterator<Object> iterator() {
        throw new IllegalStateException("no iterator");
      }
    }

    assertPath(new Hostile(), "argument[0].hidden", Plain.class);
  }

  static class Hidden implements Serializable {
    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeObject(new Plain());
    }
  }

  @Test
  void saysWhatItKnowsWhenItCannotSeeThePlace() {
    NotSendableException refusal = refusalOf(new Box(new Hidden()));
    assertThat(refusal.path()).isEqualTo("argument[0]");
    assertThat(refusal).hasMessageContaining(Plain.class.getName());
  }

  @Test
  void aFailureDoesNotDependOnTheSizeOfWhatIsSearched() {
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      many.add(new Holder(i));
    }
    many.add(new Plain());
    assertPath(many, "argument[0][200000]", Plain.class);
  }

  @Test
  void aLongChainIsSearchedWithoutRecursion() {
    Samples.Node chain = Samples.Node.chain(100_000);
    List<Object> value = new ArrayList<>(List.of(chain, new Plain()));
    assertPath(value, "argument[0][1]", Plain.class);
  }
}

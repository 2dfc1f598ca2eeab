package dev.brood.process;

import dev.brood.function.SerializableBiConsumer;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableConsumer;
import org.jspecify.annotations.Nullable;

/** What is sent to a child process. The names of the components stand in messages to users. */
final class TargetCall {

  private TargetCall() {}

  /** Returns the call that the child makes for a process, as it was written. */
  static SerializableCallable<Boolean> of(JvmProcess process) {
    ProcessTarget target = process.target();
    return target == null || process.getClass() != JvmProcess.class
        ? new OfProcess(process)
        : new OfTarget(target);
  }

  /** Returns a call that does the same sooner in a fresh JVM, or null if there is none. */
  static @Nullable SerializableCallable<Boolean> quick(JvmProcess process) {
    if (process.getClass() != JvmProcess.class) {
      return null;
    }
    return switch (process.target()) {
      case null -> null;
      case One<?> one -> MethodCall.of(one.work, one.argument);
      case Two<?, ?> two -> MethodCall.of(two.work, two.first, two.second);
      case ProcessTarget target -> MethodCall.of(target);
    };
  }

  /** A process whose {@code run} may be overridden goes as a whole. */
  private record OfProcess(JvmProcess process) implements SerializableCallable<Boolean> {
    @Override
    public Boolean call() throws Exception {
      process.run();
      return true;
    }
  }

  private record OfTarget(ProcessTarget target) implements SerializableCallable<Boolean> {
    @Override
    public Boolean call() throws Exception {
      target.run();
      return true;
    }
  }

  /** A target with its argument. */
  record One<T>(SerializableConsumer<? super T> work, T argument) implements ProcessTarget {
    @Override
    public void run() {
      work.accept(argument);
    }
  }

  /** A target with its two arguments. */
  record Two<T, U>(SerializableBiConsumer<? super T, ? super U> work, T first, U second)
      implements ProcessTarget {
    @Override
    public void run() {
      work.accept(first, second);
    }
  }
}

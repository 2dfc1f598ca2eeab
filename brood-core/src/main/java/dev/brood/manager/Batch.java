package dev.brood.manager;

import dev.brood.internal.protocol.CallOutcome;
import dev.brood.internal.proxy.ManagedObjects;
import dev.brood.internal.proxy.ObjectReference;
import dev.brood.internal.proxy.Recorder;
import dev.brood.internal.remote.BatchedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several calls of objects of one manager that go there in one message, are carried out one after
 * the other, and are answered in one message: a thousand cost little more than one.
 *
 * {@snippet class = "dev.brood.samples.manager.BesideTheData" region = "batch"}
 *
 * <p>A call that fails does not keep the others from being carried out. A batch is not atomic:
 * calls of other clients may come between two of its own. A call that waits (take, lock) makes the
 * batch wait, and an interrupt does not end that; in the JVM that serves the manager it ends the
 * call that waits, and the others are carried out.
 *
 * <p>For one thread at a time; after {@link #run} it can be used again. It holds nothing that must
 * be closed.
 *
 * @since 0.1
 */
public final class Batch {

  private final Home home;
  private final List<BatchedCall> calls = new ArrayList<>();
  private final List<CompletableFuture<@Nullable Object>> results = new ArrayList<>();

  Batch(Home home) {
    this.home = home;
  }

  /**
   * Adds a call.
   *
   * @param <T> the type of the proxy
   * @param <R> the type of the result
   * @param proxy the proxy of an object of this manager
   * @param call calls exactly one method of what it is given, and returns what that returns, which
   *     is of no meaning here
   * @return complete when {@link #run} has returned, with what the method returned or threw
   * @throws IllegalArgumentException if it is no proxy, or one of another manager, or {@code call}
   *     is not one call
   */
  @SuppressWarnings("unchecked")
  public <T, R extends @Nullable Object> CompletableFuture<R> add(
      T proxy, Function<? super T, ? extends R> call) {
    ObjectReference reference = ManagedObjects.of(proxy);
    if (!reference.target().server().equals(home.server())) {
      throw new IllegalArgumentException(
          "the object of this proxy belongs to another manager than the batch");
    }
    Recorder recorded = Recorder.record(reference, call);
    calls.add(new BatchedCall(reference.target(), recorded.operation(), recorded.arguments()));
    CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
    results.add(result);
    return (CompletableFuture<R>) (CompletableFuture<?>) result;
  }

  /**
   * Adds a call of a method that returns nothing; otherwise as {@link #add}.
   *
   * @param <T> the type of the proxy
   * @param proxy the proxy of an object of this manager
   * @param call calls exactly one method of what it is given
   * @return complete when {@link #run} has returned
   * @throws IllegalArgumentException as {@link #add} does
   */
  public <T> CompletableFuture<@Nullable Object> addRun(T proxy, Consumer<? super T> call) {
    return this.<T, @Nullable Object>add(
        proxy,
        each -> {
          call.accept(each);
          return null;
        });
  }

  /** Returns how many calls were added and not sent. */
  public int size() {
    return calls.size();
  }

  /**
   * Sends all that was added and waits until it is carried out.
   *
   * @throws dev.brood.exception.NotSendableException if an argument cannot be sent; nothing was,
   *     and the batch is empty
   * @throws dev.brood.exception.ManagerDiedException if the manager is gone
   */
  public void run() {
    List<BatchedCall> sent = new ArrayList<>(calls);
    List<CompletableFuture<@Nullable Object>> open = new ArrayList<>(results);
    calls.clear();
    results.clear();
    List<CallOutcome> outcomes;
    try {
      outcomes = home.runAll(sent);
    } catch (RuntimeException | Error failure) {
      open.forEach(each -> each.completeExceptionally(failure));
      throw failure;
    }
    for (int i = 0; i < open.size(); i++) {
      Throwable thrown = outcomes.get(i).thrown();
      if (thrown != null) {
        open.get(i).completeExceptionally(thrown);
      } else {
        open.get(i).complete(outcomes.get(i).value());
      }
    }
  }
}

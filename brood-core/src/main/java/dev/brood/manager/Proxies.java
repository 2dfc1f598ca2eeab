package dev.brood.manager;

import dev.brood.function.SerializableFunction;
import dev.brood.internal.operation.CallTarget;
import dev.brood.internal.proxy.ManagedObjects;
import dev.brood.internal.proxy.ObjectReference;
import dev.brood.internal.proxy.Recorder;
import dev.brood.internal.proxy.Untyped;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with any proxy of a {@link Manager}, beside what its own interface offers: call
 * without waiting, run a function beside the data, copy it, let go of it.
 *
 * {@snippet class = "dev.brood.samples.manager.BesideTheData" region = "proxies"}
 *
 * <p>Any thread may call any method.
 *
 * @since 0.1
 */
public final class Proxies {

  private Proxies() {}

  /**
   * Tells whether an object is a proxy of a shared object.
   *
   * @param object any object
   * @return whether it is
   */
  public static boolean isProxy(@Nullable Object object) {
    return object != null && ManagedObjects.find(object) != null;
  }

  /**
   * Makes one call without waiting for it.
   *
   * {@snippet lang=java :
   * CompletableFuture<String> name = Proxies.callAsync(map, each -> each.get(7));
   * }
   *
   * <p>Calls that one thread makes so on the collections, values, counters and namespaces of one
   * manager are carried out in the order in which they were made, as long as they neither wait nor
   * run functions.
   *
   * @param <T> the type of the proxy
   * @param <R> the type of the result
   * @param proxy the proxy
   * @param call calls exactly one method of what it is given, now and in this thread, and returns
   *     what that returns, which is of no meaning here
   * @return completes with what the method returns or throws, on a thread of its own; cancelling it
   *     has no effect on the call
   * @throws IllegalArgumentException if it is no proxy, or {@code call} is not one call
   */
  public static <T, R extends @Nullable Object> CompletableFuture<R> callAsync(
      T proxy, Function<? super T, ? extends R> call) {
    ObjectReference reference = ManagedObjects.of(proxy);
    Recorder recorder = Recorder.record(reference, call);
    return cast(recorder.start(reference.target()));
  }

  /**
   * Makes one call without waiting for it; otherwise as {@link #callAsync}.
   *
   * @param <T> the type of the proxy
   * @param proxy the proxy
   * @param call calls exactly one method of what it is given
   * @return completes with null when the method has returned
   * @throws IllegalArgumentException if it is no proxy, or {@code call} is not one call
   */
  public static <T> CompletableFuture<@Nullable Void> runAsync(T proxy, Consumer<? super T> call) {
    return Proxies.<T, @Nullable Object>callAsync(
            proxy,
            each -> {
              call.accept(each);
              return null;
            })
        .<@Nullable Void>thenApply(done -> null);
  }

  // What a method returns is of the type that it is declared with.
  @SuppressWarnings("unchecked")
  private static <R extends @Nullable Object> CompletableFuture<R> cast(
      CompletableFuture<?> future) {
    return (CompletableFuture<R>) future;
  }

  /**
   * Runs a function in the manager, beside the data, and waits for what it returns. What it is
   * given is the object itself as the manager has it: its methods cost no message. Other calls of
   * the object may come between two of the function's own; for one step that nobody disturbs see
   * {@link dev.brood.proxy.MapProxy#compute} and the like.
   *
   * @param <T> the type of the proxy
   * @param <R> the type of the result
   * @param proxy the proxy
   * @param function what to run; is sent with what it captures
   * @return a copy of what the function returns
   * @throws IllegalArgumentException if it is no proxy
   * @throws dev.brood.exception.NotSendableException if the function, or its result, cannot be sent
   * @throws dev.brood.exception.NotReceivableException if the manager does not read functions: by
   *     default one does not that was reached over TCP
   */
  @SuppressWarnings("unchecked")
  public static <T, R extends @Nullable Object> R apply(
      T proxy, SerializableFunction<? super T, ? extends R> function) {
    CallTarget target = ManagedObjects.of(proxy).target();
    return Untyped.cast(
        ManagedObjects.apply(
            target, proxy, (SerializableFunction<Object, @Nullable Object>) function));
  }

  /**
   * Runs a function in the manager without waiting for it; otherwise as {@link #apply}.
   *
   * @param <T> the type of the proxy
   * @param <R> the type of the result
   * @param proxy the proxy
   * @param function what to run; is sent with what it captures
   * @return completes with a copy of what the function returns
   * @throws IllegalArgumentException if it is no proxy
   */
  public static <T, R extends @Nullable Object> CompletableFuture<R> applyAsync(
      T proxy, SerializableFunction<? super T, ? extends R> function) {
    CompletableFuture<R> future = new CompletableFuture<>();
    CallTarget _ = ManagedObjects.of(proxy).target();
    Thread.ofVirtual()
        .name("brood-apply")
        .start(() -> {
          try {
            R result = apply(proxy, function);
            future.complete(result);
          } catch (Throwable thrown) {
            future.completeExceptionally(thrown);
          }
        });
    return future;
  }

  /**
   * Returns a plain copy of what an object holds, made at one moment: an {@link
   * java.util.ArrayList}, {@link java.util.HashMap}, {@link java.util.HashSet}, the value itself.
   * An object of a class of yours is copied as such, and must be serializable; in the JVM that
   * serves the manager it is the object itself.
   *
   * @param proxy the proxy
   * @return the copy
   * @throws IllegalArgumentException if it is no proxy
   * @throws dev.brood.exception.NotSendableException if it cannot be copied: locks and the like
   */
  public static @Nullable Object copyOf(Object proxy) {
    return ManagedObjects.copy(ManagedObjects.of(proxy).target());
  }

  /**
   * Lets go of an object now. Otherwise that happens when the proxy is garbage here. The object
   * lives on if others use it; what this process holds of it is free. A proxy that is used later
   * finds the object again, if it is still there.
   *
   * @param proxy the proxy
   * @throws IllegalArgumentException if it is no proxy
   */
  public static void release(Object proxy) {
    ManagedObjects.of(proxy).target().release();
  }
}

package dev.brood.system.support;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Ends tests that are stuck, after it has written down the stacks of this JVM and of all its
 * children. The children are killed and the test's thread is interrupted; one that does not heed
 * that takes this JVM with it.
 */
public final class StuckTestGuard implements InvocationInterceptor {
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("stuck-test-guard").factory());

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    guard(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    guard(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    guard(invocation, context);
  }

  private static void guard(Invocation<Void> invocation, ExtensionContext context)
      throws Throwable {
    Duration timeout = context.getTags().contains("chaos") ? Delays.LONG_STUCK : Delays.STUCK;
    Thread test = Thread.currentThread();
    String name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
    AtomicReference<Path> dump = new AtomicReference<>();
    ScheduledFuture<?> alarm = in(timeout, () -> end(test, name, dump));
    ScheduledFuture<?> lastAlarm = in(timeout.plus(Delays.PATIENT), () -> halt(name));
    try {
      invocation.proceed();
    } catch (Throwable failure) {
      if (dump.get() != null) {
        throw new AssertionError(stuck(timeout, dump), failure);
      }
      throw failure;
    } finally {
      alarm.cancel(false);
      lastAlarm.cancel(false);
    }
    if (dump.get() != null) {
      Thread.interrupted();
      throw new AssertionError(stuck(timeout, dump));
    }
  }

  private static ScheduledFuture<?> in(Duration delay, Runnable action) {
    return WATCH.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The test heeds no interrupt. Better one lost JVM than a build that waits for its own end. */
  private static void halt(String name) {
    System.err.println(ThreadDump.ofThisJvm());
    System.err.println("stuck and not to be interrupted: " + name);
    Runtime.getRuntime().halt(1);
  }

  private static String stuck(Duration timeout, AtomicReference<Path> dump) {
    return "stuck for " + timeout + ", stacks are in " + dump.get();
  }

  private static void end(Thread test, String name, AtomicReference<Path> dump) {
    Path file = Path.of("target", "stuck", name.replaceAll("[^A-Za-z0-9.]", "_") + ".txt");
    try {
      Files.createDirectories(Path.of("target", "stuck"));
      StringBuilder text = new StringBuilder(ThreadDump.ofThisJvm());
      ProcessHandle.current().descendants().map(ThreadDump::of).forEach(text::append);
      Files.writeString(file, text);
    } catch (IOException e) {
      System.err.println("cannot write " + file + ": " + e);
    } finally {
      dump.set(file);
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      test.interrupt();
    }
  }
}

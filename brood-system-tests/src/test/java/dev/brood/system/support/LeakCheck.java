package dev.brood.system.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails each test that leaves something behind: a process, a zombie, a thread of ours, a file. What
 * is about to go is given a moment. What has been left is ended, so that one test is blamed.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);
  private static final String BEFORE = "before";

  /** What there was before a test. */
  private record Before(Set<Long> processes, List<String> threads, List<String> files) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    Before before =
        new Before(Leftovers.descendants(), Leftovers.threads(), Leftovers.filesOfThisJvm());
    context.getStore(NAMESPACE).put(BEFORE, before);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Before before = context.getStore(NAMESPACE).remove(BEFORE, Before.class);
    if (Waits.within(Delays.PROMPT, () -> left(before).isEmpty())) {
      return;
    }
    List<String> left = left(before);
    String stacks = ThreadDump.ofThisJvm();
    ProcessHandle.current()
        .descendants()
        .filter(process -> !before.processes.contains(process.pid()))
        .forEach(ProcessHandle::destroyForcibly);
    if (!left.isEmpty()) {
      System.err.println(stacks);
      throw new AssertionError("left behind: " + String.join(", ", left));
    }
  }

  private static List<String> left(Before before) {
    List<String> left = new ArrayList<>();
    for (long pid : Leftovers.descendants()) {
      if (!before.processes.contains(pid)) {
        ProcessHandle.of(pid).ifPresent(process -> left.add(Leftovers.describe(process)));
      }
    }
    Leftovers.zombies().forEach(pid -> left.add("zombie pid=" + pid));
    List<String> threads = new ArrayList<>(Leftovers.threads());
    before.threads.forEach(threads::remove);
    threads.forEach(thread -> left.add("thread " + thread));
    List<String> files = new ArrayList<>(Leftovers.filesOfThisJvm());
    files.removeAll(before.files);
    files.forEach(file -> left.add("file " + file));
    return left;
  }
}

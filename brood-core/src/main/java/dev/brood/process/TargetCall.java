package dev.brood.process;

import dev.brood.function.SerializableCallable;

/** What is sent to a child process: its own process object, whose {@code run} it calls. */
record TargetCall(JvmProcess process) implements SerializableCallable<Boolean> {
  @Override
  public Boolean call() throws Exception {
    process.run();
    return true;
  }
}

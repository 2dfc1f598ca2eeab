/** Process-based parallelism: child JVMs, pools of them, and what they share. */
module dev.brood.core {
  exports dev.brood;
  exports dev.brood.channel;
  exports dev.brood.exception;
  exports dev.brood.function;
  exports dev.brood.jvm;
  exports dev.brood.manager;
  exports dev.brood.memory;
  exports dev.brood.pool;
  exports dev.brood.process;
  exports dev.brood.progress;
  exports dev.brood.proxy;
  exports dev.brood.queue;
  exports dev.brood.sync;

  uses dev.brood.internal.child.Rehearsal;

  provides dev.brood.internal.child.Rehearsal with
      dev.brood.internal.rehearsal.ConnectionsRehearsal,
      dev.brood.internal.rehearsal.ManagersRehearsal,
      dev.brood.internal.rehearsal.MemoryRehearsal,
      dev.brood.internal.rehearsal.QueuesRehearsal,
      dev.brood.internal.rehearsal.SynchronizersRehearsal;

  requires static java.logging;
  requires static java.management;
  requires static org.jspecify;
}

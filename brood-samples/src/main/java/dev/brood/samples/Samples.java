package dev.brood.samples;

import static java.util.Comparator.comparingInt;

import dev.brood.samples.channel.PipePingPong;
import dev.brood.samples.executor.ExecutorFactorize;
import dev.brood.samples.executor.ScopedTasks;
import dev.brood.samples.executor.SharedExecutor;
import dev.brood.samples.executor.VirtualCallers;
import dev.brood.samples.manager.BesideTheData;
import dev.brood.samples.manager.ManagedMemory;
import dev.brood.samples.manager.ManagerCollections;
import dev.brood.samples.manager.OwnType;
import dev.brood.samples.manager.RemoteQueues;
import dev.brood.samples.manager.SharedPool;
import dev.brood.samples.memory.SharedCounter;
import dev.brood.samples.memory.SharedMemoryBlock;
import dev.brood.samples.memory.ValueArrayLock;
import dev.brood.samples.numeric.PiBbp;
import dev.brood.samples.numeric.PiMonteCarlo;
import dev.brood.samples.numeric.Primes;
import dev.brood.samples.numeric.PrimesRange;
import dev.brood.samples.pool.ChunkSize;
import dev.brood.samples.pool.FailFast;
import dev.brood.samples.pool.InitializerSharedData;
import dev.brood.samples.pool.ManyFunctions;
import dev.brood.samples.pool.OutcomesSample;
import dev.brood.samples.pool.PoolMethods;
import dev.brood.samples.pool.PoolNames;
import dev.brood.samples.pool.PoolSquare;
import dev.brood.samples.pool.Progress;
import dev.brood.samples.pool.Quarantine;
import dev.brood.samples.pool.RandomSeeds;
import dev.brood.samples.pool.StarmapPower;
import dev.brood.samples.pool.TinyTasks;
import dev.brood.samples.pool.WatchedPool;
import dev.brood.samples.pool.WorkerDictionary;
import dev.brood.samples.process.FireAndForget;
import dev.brood.samples.process.HelloProcess;
import dev.brood.samples.process.IsAlive;
import dev.brood.samples.process.Join;
import dev.brood.samples.process.JoinSeveral;
import dev.brood.samples.process.Names;
import dev.brood.samples.process.NotSerializable;
import dev.brood.samples.process.OwnMemory;
import dev.brood.samples.process.ProcessIds;
import dev.brood.samples.process.StartTwice;
import dev.brood.samples.process.Stop;
import dev.brood.samples.process.Subclass;
import dev.brood.samples.queue.ProducerConsumer;
import dev.brood.samples.queue.QueueOrder;
import dev.brood.samples.queue.QueueRandom;
import dev.brood.samples.queue.QueueWords;
import dev.brood.samples.queue.ResultByQueue;
import dev.brood.samples.start.Inheritance;
import dev.brood.samples.start.NoMainGuard;
import dev.brood.samples.start.StartMethods;
import dev.brood.samples.sync.CounterFile;
import dev.brood.samples.sync.HandOver;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Every sample, by number. */
public final class Samples {
  private static final List<Sample> ALL =
      List.of(
          new Sample(1, "hello-process", HelloProcess.class, "one child process says hello"),
          new Sample(2, "join", Join.class, "wait for a child"),
          new Sample(3, "join-several", JoinSeveral.class, "three children at the same time"),
          new Sample(4, "fire-and-forget", FireAndForget.class, "a child that nobody waits for"),
          new Sample(5, "is-alive", IsAlive.class, "ask before, during and after a child's life"),
          new Sample(6, "process-ids", ProcessIds.class, "who is whose parent"),
          new Sample(7, "names", Names.class, "names of children, given and default"),
          new Sample(8, "subclass", Subclass.class, "a target, or a subclass that overrides run"),
          new Sample(
              9, "start-twice", StartTwice.class, "a process starts once; run may be called"),
          new Sample(10, "stop", Stop.class, "interrupt, terminate and kill"),
          new Sample(11, "own-memory", OwnMemory.class, "a child changes its own copy only"),
          new Sample(12, "pool-square", PoolSquare.class, "map a function over values"),
          new Sample(13, "pool-names", PoolNames.class, "results come in the order of the input"),
          new Sample(14, "starmap-power", StarmapPower.class, "a function of two arguments"),
          new Sample(15, "many-functions", ManyFunctions.class, "different functions, one pool"),
          new Sample(16, "pool-methods", PoolMethods.class, "every way to give a pool work"),
          new Sample(17, "chunk-size", ChunkSize.class, "what the size of chunks costs and brings"),
          new Sample(18, "queue-random", QueueRandom.class, "four children, one queue"),
          new Sample(19, "queue-words", QueueWords.class, "each element goes to one child"),
          new Sample(20, "queue-order", QueueOrder.class, "results sorted by index"),
          new Sample(
              21, "producer-consumer", ProducerConsumer.class, "work until the queue is shut down"),
          new Sample(22, "result-by-queue", ResultByQueue.class, "a sum in two halves"),
          new Sample(23, "pipe-ping-pong", PipePingPong.class, "two children over one pipe"),
          new Sample(24, "shared-counter", SharedCounter.class, "thirty children, one counter"),
          new Sample(25, "value-array-lock", ValueArrayLock.class, "four children count together"),
          new Sample(26, "shared-memory", SharedMemoryBlock.class, "a named block of memory"),
          new Sample(
              27,
              "manager-collections",
              ManagerCollections.class,
              "workers share a map and a list"),
          new Sample(
              28,
              "executor-factorize",
              ExecutorFactorize.class,
              "map in input order, submit as completed"),
          new Sample(
              29,
              "initializer-shared-data",
              InitializerSharedData.class,
              "large data once to each worker, keys with the tasks"),
          new Sample(30, "progress", Progress.class, "a progress bar over imap"),
          new Sample(
              31, "not-serializable", NotSerializable.class, "what can be sent, and what not"),
          new Sample(32, "tiny-tasks", TinyTasks.class, "when a pool does not pay"),
          new Sample(
              33, "random-seeds", RandomSeeds.class, "the same numbers on any number of workers"),
          new Sample(
              34, "start-methods", StartMethods.class, "where the JVMs of children come from"),
          new Sample(
              35, "inheritance", Inheritance.class, "what a child knows of the program's state"),
          new Sample(
              36, "no-main-guard", NoMainGuard.class, "children of initializers and scripts"),
          new Sample(37, "primes", Primes.class, "primes below 5,000,000 on 1..N workers, drawn"),
          new Sample(38, "primes-range", PrimesRange.class, "primes of a range, single and pool"),
          new Sample(39, "pi-monte-carlo", PiMonteCarlo.class, "pi from 100,000,000 random points"),
          new Sample(40, "pi-bbp", PiBbp.class, "pi to 2000 digits"),
          new Sample(41, "outcomes", OutcomesSample.class, "a crash and a time-out among results"),
          new Sample(
              42, "quarantine", Quarantine.class, "what killed its worker is kept and run again"),
          new Sample(
              43,
              "virtual-callers",
              VirtualCallers.class,
              "100,000 virtual threads, two processes"),
          new Sample(
              44, "scoped-tasks", ScopedTasks.class, "tasks that begin and end with a block"),
          new Sample(45, "counter-file", CounterFile.class, "four children count in one file"),
          new Sample(46, "hand-over", HandOver.class, "a process dies with a lock in its hands"),
          new Sample(
              47, "shared-executor", SharedExecutor.class, "one for the program; all or the first"),
          new Sample(48, "worker-local", WorkerDictionary.class, "made once in each worker"),
          new Sample(49, "fail-fast", FailFast.class, "a map that ends with the first failure"),
          new Sample(50, "watched-pool", WatchedPool.class, "how a map goes, what a pool has done"),
          new Sample(60, "remote-queues", RemoteQueues.class, "queues at an address, with a key"),
          new Sample(
              61, "beside-the-data", BesideTheData.class, "functions and batches for a manager"),
          new Sample(62, "own-type", OwnType.class, "an object of one's own, shared"),
          new Sample(63, "shared-pool", SharedPool.class, "one pool for several processes"),
          new Sample(
              64, "managed-memory", ManagedMemory.class, "shared memory that a manager frees"));

  private Samples() {}

  public static List<Sample> all() {
    return ALL;
  }

  public static Optional<Sample> named(String name) {
    return ALL.stream().filter(sample -> sample.name().equals(name)).findFirst();
  }

  /** Returns up to three names that somebody may have meant, the likeliest first. */
  public static List<String> similarTo(String name) {
    return ALL.stream()
        .map(Sample::name)
        .filter(each -> distance(name, each) <= 3 || each.contains(name))
        .sorted(comparingInt((String each) -> distance(name, each)))
        .limit(3)
        .toList();
  }

  /** How many letters to add, drop or change to make one text the other. */
  private static int distance(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}

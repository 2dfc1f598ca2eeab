package dev.brood.internal.child;

import dev.brood.exception.ProtocolException;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.codec.CalledFunction;
import dev.brood.internal.os.DescendantPids;
import dev.brood.internal.task.RunningTask;
import dev.brood.internal.util.NumberKind;
import dev.brood.internal.util.Patience;
import dev.brood.internal.wire.ClassNames;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.Link;
import dev.brood.internal.wire.ParcelWriter;
import dev.brood.internal.wire.RecordType;
import java.io.Serializable;
import java.util.List;

/**
 * What a trainee does: has the JVM load what children load, so that an archive can be made of it
 * when this JVM ends. It boots and joins as every child does, reads each kind of value once, and
 * loads the classes that its owner names. None of these is initialized: no code of the user runs.
 */
final class Training {

  /** What children need later than while they start. */
  private static final List<Class<?>> NEEDED_LATER =
      List.of(
          TaskLoop.class,
          TaskLoop.Heart.class,
          RunningTask.class,
          Inbound.Later.class,
          NumberRow.class,
          NumberKind.class,
          TargetRunner.class,
          ChildIdentity.class,
          Outbound.class,
          Pace.class,
          ResultFlushing.class,
          ParcelWriter.class,
          Patience.class,
          Descendants.class,
          DescendantPids.class);

  private record Sample(String text, int number) implements Serializable {}

  private Training() {}

  static void run(OwnerLink owner, Inbound in, ClassLoader loader) {
    ByteSource record = in.next();
    byte type = record.getByte();
    if (type != RecordType.CLASS_NAMES) {
      throw new ProtocolException("type=" + type + " of a record, expected names of classes");
    }
    ClassNames.get(record).forEach(name -> ClassPreloading.loadWithReferences(name, loader));
    warmUp(loader);
    Rehearsals.runAll(loader);
    // This child has rings, and those without have classes of their own.
    var _ = new Link(new FrameChannel(), null, false, owner);
    Outbound out = new Outbound(owner, loader);
    out.failure(new IllegalStateException("sample"));
    owner.flush();
    owner.awaitSent();
  }

  /** Runs once what a child runs with its first task. Writes nothing. */
  static void warmUp(ClassLoader loader) {
    NEEDED_LATER.forEach(each -> ClassPreloading.load(each.getName(), loader));
    String captured = "captured";
    SerializableCallable<String> task = () -> captured;
    SerializableFunction<Integer, Integer> function = x -> x;
    try {
      // Called seldom, and called often.
      BatchRehearsal.run(loader, task, new CalledFunction<>(function, 1));
      ToSelf here = new ToSelf(loader);
      here.pass(task);
      here.pass(function);
      here.pass(new CalledFunction<>(function, 1));
      here.pass(List.of(new Sample("text", 1), "text", 1L, 1.0, new int[] {1}));
    } catch (RuntimeException e) {
      System.getLogger("dev.brood").log(System.Logger.Level.DEBUG, "a sample is not read", e);
    }
  }
}

package dev.brood.internal.child;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.task.RunningTask;
import dev.brood.internal.wire.RecordType;
import dev.brood.internal.wire.RecordedStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs, in whatever JVM this is, one item as a worker would that reads it from its owner. */
public final class TaskReplay {

  private static final byte[] NOTHING = {};

  private TaskReplay() {}

  /**
   * Runs the one item of a recorded stream.
   *
   * @param stream what a worker needs to be told, then a batch of one item
   * @return what the task returns
   * @throws ProtocolException if the bytes are no such stream
   * @throws Exception what the task throws, or what is thrown while it is decoded
   */
  public static @Nullable Object run(byte[] stream) throws Exception {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Inbound in =
        new Inbound(
            new RecordedStream(stream),
            loader == null ? ClassLoader.getSystemClassLoader() : loader,
            NOTHING);
    Map<Integer, Inbound.Later> functions = new HashMap<>();
    while (true) {
      ByteSource record = in.next();
      switch (record.getByte()) {
        case RecordType.SHAPE -> in.defineShape();
        case RecordType.FUNCTION -> functions.put(record.getLength(), in.later());
        case RecordType.BATCH -> {
          return runBatch(in, record, functions);
        }
        default -> throw new ProtocolException("a recorded task begins with an unknown record");
      }
    }
  }

  private static @Nullable Object runBatch(
      Inbound in, ByteSource header, Map<Integer, Inbound.Later> functions) throws Exception {
    byte call = header.getByte();
    Inbound.Later function = null;
    if (call != RecordType.CALL_ITEM) {
      function = functions.get(header.getLength());
    }
    int count = header.getLength();
    if (count != 1 || (function == null && call != RecordType.CALL_ITEM)) {
      throw new ProtocolException("count=" + count + " of a recorded task, expected 1");
    }
    long index = header.getLong();
    long seed = header.getLong();
    in.next();
    RunningTask around = RunningTask.current();
    if (around == null) {
      return runAlone(in, call, function, index, seed);
    }
    long indexBefore = around.index();
    long seedBefore = around.seed();
    around.begin(index, seed);
    try {
      return TaskLoop.call(in, call, function);
    } finally {
      around.begin(indexBefore, seedBefore);
    }
  }

  /** Runs the item where there is no worker: in surroundings of its own. */
  private static @Nullable Object runAlone(
      Inbound in, byte call, Inbound.@Nullable Later function, long index, long seed)
      throws Exception {
    RunningTask around = new RunningTask(1, () -> {});
    around.begin(index, seed);
    around.ofThisThread();
    try {
      return TaskLoop.call(in, call, function);
    } finally {
      around.ofThisThreadNoMore();
    }
  }
}

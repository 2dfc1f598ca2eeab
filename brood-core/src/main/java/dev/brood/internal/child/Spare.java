package dev.brood.internal.child;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.wire.ClassNames;
import dev.brood.internal.wire.FrameType;
import dev.brood.internal.wire.RecordType;
import dev.brood.internal.wire.Welcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A child before it has work: it loads what will be needed, says that it is ready, and waits to be
 * told who it is to be. From then on it is a child like any other, and it is used only once.
 */
final class Spare {

  private final OwnerLink owner;
  private final Inbound in;
  private final ClassLoader loader;

  Spare(OwnerLink owner, Inbound in, ClassLoader loader) {
    this.owner = owner;
    this.in = in;
    this.loader = loader;
  }

  /** Preloads, then waits for work and returns what it is. */
  Welcome awaitWork() {
    Training.warmUp(loader);
    List<String> wanted = new ArrayList<>();
    ByteSource record = in.next();
    byte type = record.getByte();
    while (type != RecordType.PRELOADED) {
      if (type == RecordType.CLASS_NAMES) {
        List<String> names = ClassNames.get(record);
        names.forEach(this::initialize);
        wanted.addAll(names);
      } else if (type == RecordType.RECENT_CLASSES) {
        List<String> names = ClassNames.get(record);
        names.forEach(name -> ClassPreloading.load(name, loader));
        wanted.addAll(names);
      } else if (type == RecordType.SHAPE) {
        in.defineShape();
      } else if (type == RecordType.PRELOAD_HOOK) {
        runHook();
      } else {
        throw new ProtocolException("type=" + type + " of a record is unknown to a spare");
      }
      record = in.next();
      type = record.getByte();
    }
    Rehearsals.runFor(wanted, loader);
    owner.frames().send(FrameType.READY);
    record = in.next();
    type = record.getByte();
    if (type != RecordType.WELCOME) {
      throw new ProtocolException("type=" + type + " of a record, expected a welcome");
    }
    return Welcome.get(record);
  }

  /** Loads a class that the user has named, and runs its initializer, as was asked for. */
  private void initialize(String name) {
    try {
      Class.forName(name, true, loader);
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      failed("class " + name + " cannot be preloaded", e);
    }
  }

  private void runHook() {
    try {
      ((Runnable) Objects.requireNonNull(in.value())).run();
    } catch (RuntimeException | Error e) {
      failed("the preload hook failed", e);
    }
  }

  private void failed(String what, Throwable cause) {
    byte[] text = (what + ": " + cause).getBytes(StandardCharsets.UTF_8);
    owner.frames().send(FrameType.PRELOAD_FAILED, text, 0, text.length);
  }
}

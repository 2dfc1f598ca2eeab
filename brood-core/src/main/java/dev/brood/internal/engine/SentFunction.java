package dev.brood.internal.engine;

import dev.brood.internal.batch.CallKind;
import dev.brood.internal.batch.TaskFunction;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.RecordType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function as the workers know it: by a number that stands for its bytes. */
final class SentFunction implements TaskFunction {

  private final CallKind kind;
  private final int id;
  private final Definition definition;
  private final List<Definition> definitions;
  private final ProcessEngine engine;

  /** Of the holder of the turn. */
  private @Nullable Throwable refusal;

  /** Takes the function's own definition, and those that must be told before it. */
  SentFunction(
      CallKind kind, int id, Definition definition, List<Definition> needed, ProcessEngine engine) {
    this.kind = kind;
    this.id = id;
    this.definition = definition;
    this.definitions = new ArrayList<>(needed);
    this.definitions.add(definition);
    this.engine = engine;
  }

  byte call() {
    return switch (kind) {
      case FUNCTION -> RecordType.CALL_FUNCTION;
      case BI_FUNCTION -> RecordType.CALL_BI_FUNCTION;
    };
  }

  int id() {
    return id;
  }

  Definition definition() {
    return definition;
  }

  /** What a worker must know to call the function, in the order in which it must be told. */
  List<Definition> definitions() {
    return definitions;
  }

  /** Returns why no worker can take the function; null if one can. */
  @Nullable Throwable refusal() {
    return refusal;
  }

  /** Says why no worker can take the function. */
  void refuse(Throwable cause) {
    refusal = cause;
  }

  /** Returns the record that has a worker drop the function. */
  Parcel forgetOrder() {
    ByteSink record = ByteSink.withFrame(Long.BYTES);
    record.putByte(RecordType.FORGET);
    record.putLength(id);
    return Parcel.of(record);
  }

  @Override
  public void close() {
    engine.forget(this);
  }
}

package dev.brood.internal.engine;

import dev.brood.exception.WorkerDiedException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.RecordType;
import dev.brood.internal.wire.RecordedStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as bytes. It keeps them until its items are answered, so that what a dead worker had not
 * begun can be given to another as it is.
 */
final class EncodedBatch extends Batch {

  private static final int HEADER_BYTES = 32;

  private final @Nullable SentFunction function;
  private final Parcel items;
  private final List<Definition> definitions;
  private final long seed;

  EncodedBatch(
      @Nullable SentFunction function,
      Parcel items,
      List<Definition> definitions,
      long firstIndex,
      long seed,
      Call call) {
    super(firstIndex, items.records(), call);
    this.function = function;
    this.items = items;
    this.definitions = definitions;
    this.seed = seed;
  }

  /** What the worker must know, in the order in which it must be told. */
  List<Definition> definitions() {
    return definitions;
  }

  /** Single calls in a row go as one, unless each is watched by itself. */
  @Override
  public boolean goesOnWith(Batch next) {
    return function == null
        && next instanceof EncodedBatch other
        && other.function == null
        && other.firstIndex() == firstIndex() + count()
        && other.seed == seed
        && !terms().areTimed()
        && !other.terms().areTimed();
  }

  /** The record that announces the items, and those of batches that it goes on with. */
  Parcel header(int items) {
    ByteSink record = ByteSink.withFrame(HEADER_BYTES);
    record.putByte(RecordType.BATCH);
    if (function == null) {
      record.putByte(RecordType.CALL_ITEM);
    } else {
      record.putByte(function.call());
      record.putLength(function.id());
    }
    record.putLength(items);
    record.putLong(firstIndex());
    record.putLong(seed);
    record.putByte(isTogether() ? RecordType.TOGETHER : RecordType.EACH);
    return Parcel.of(record);
  }

  Parcel items() {
    return items;
  }

  @Override
  public byte @Nullable [] recording(int item) {
    EncodedBatch one = part(item, item + 1);
    List<Parcel> all = new ArrayList<>();
    for (Definition each : one.definitions) {
      all.add(each.parcel());
    }
    all.add(one.header(1));
    all.add(one.items);
    return RecordedStream.record(all, WorkerDiedException.MOST_INPUT);
  }

  @Override
  public @Nullable Throwable refusal() {
    return function == null ? null : function.refusal();
  }

  @Override
  public void refuseFunction(Throwable cause) {
    if (function != null) {
      function.refuse(cause);
    }
  }

  @Override
  protected EncodedBatch part(int from, int to) {
    return new EncodedBatch(
        function, items.part(from, to), definitions, firstIndex() + from, seed, call());
  }
}

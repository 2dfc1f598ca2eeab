package dev.brood.internal.engine;

import dev.brood.exception.NotSendableException;
import dev.brood.internal.batch.Batch;
import dev.brood.internal.batch.BatchBuilder;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.util.Pushback;
import dev.brood.internal.wire.ParcelWriter;
import java.util.List;

/** Encodes items as they are added. */
final class EncodedBatchBuilder implements BatchBuilder {

  private final ProcessEngine engine;
  private final SentFunction function;
  private final Batch.Call call;
  private final ParcelWriter writer = new ParcelWriter();

  EncodedBatchBuilder(ProcessEngine engine, SentFunction function, Batch.Call call) {
    this.engine = engine;
    this.function = function;
    this.call = call;
  }

  @Override
  public void add(Object item, long index) {
    if (writer.addNumber(item)) {
      return;
    }
    writer.begin();
    try {
      writer.values().write(item, "item");
      writer.end();
    } catch (NotSendableException e) {
      writer.drop();
      throw named(e, "item[" + index + "]", item);
    } catch (Throwable t) {
      writer.drop();
      throw t;
    }
  }

  /** Returns the failure again under the item's own name, which costs too much to make for each. */
  private static NotSendableException named(
      NotSendableException failure, String name, Object item) {
    try {
      new ValueWriter().write(item, name);
    } catch (NotSendableException again) {
      return again;
    }
    return failure;
  }

  @Override
  public void addSimple(Pushback input, int most) {
    writer.addNumbers(input, most);
  }

  @Override
  public int count() {
    return writer.records();
  }

  @Override
  public EncodedBatch build(long firstIndex) {
    List<Definition> definitions = function.definitions();
    if (writer.values().shapeCount() > 0) {
      definitions = engine.shapesOf(writer.values());
      definitions.addAll(function.definitions());
    }
    return new EncodedBatch(
        function, writer.toParcel(), definitions, firstIndex, engine.seed(call), call);
  }
}

package dev.brood.internal.engine;

import dev.brood.internal.batch.Batch;
import dev.brood.internal.codec.Shape;
import dev.brood.internal.codec.ValueWriter;
import dev.brood.internal.wire.ParcelWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes single calls, one after another. For one thread. */
final class CallEncoder {

  private final ProcessEngine engine;
  private final ParcelWriter writer = new ParcelWriter();

  /** Calls that follow one another are mostly of one shape. */
  private @Nullable Shape lastShape;

  private List<Definition> lastDefinitions = List.of();

  private boolean encoding;

  CallEncoder(ProcessEngine engine) {
    this.engine = engine;
  }

  EncodedBatch encode(Object task, long index, Batch.Call call) {
    if (encoding) {
      // Users' code, which helps to encode a task, submits another.
      return new CallEncoder(engine).encode(task, index, call);
    }
    encoding = true;
    try {
      return encodeAlone(task, index, call);
    } finally {
      encoding = false;
    }
  }

  private EncodedBatch encodeAlone(Object task, long index, Batch.Call call) {
    try {
      writer.begin();
      writer.values().write(task, "task");
      writer.end();
      List<Definition> definitions = definitions(writer.values());
      return new EncodedBatch(null, writer.toParcel(), definitions, index, engine.seed(call), call);
    } catch (Throwable t) {
      // Also when there is no memory for it: the next call begins anew.
      writer.reset();
      throw t;
    }
  }

  private List<Definition> definitions(ValueWriter values) {
    int count = values.shapeCount();
    if (count == 0) {
      return List.of();
    }
    Shape first = values.shape(0);
    if (count > 1 || first != lastShape) {
      lastDefinitions = engine.shapesOf(values);
      lastShape = count == 1 ? first : null;
    }
    return lastDefinitions;
  }
}

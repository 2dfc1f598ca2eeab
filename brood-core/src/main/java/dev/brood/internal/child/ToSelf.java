package dev.brood.internal.child;

import dev.brood.internal.codec.ShapeTable;
import dev.brood.internal.codec.ValueReader;
import dev.brood.internal.codec.ValueWriter;
import java.util.Objects;

/** Encodes a value and decodes it, as if an owner had sent it. */
record ToSelf(ClassLoader loader) implements Rehearsal.Passing {

  @Override
  @SuppressWarnings("unchecked")
  public <T> T pass(T sent) {
    ShapeTable shapes = new ShapeTable(loader, null);
    ValueWriter writer = new ValueWriter();
    writer.write(sent, "sample");
    for (int i = 0; i < writer.shapeCount(); i++) {
      ValueWriter definition = new ValueWriter();
      writer.shape(i).putDefinition(definition.sink());
      ValueReader reader = new ValueReader(shapes);
      reader.source().reset(definition.sink());
      shapes.define(writer.shape(i).id(), reader.source());
    }
    ValueReader reader = new ValueReader(shapes);
    reader.source().reset(writer.sink());
    return (T) Objects.requireNonNull(reader.read());
  }
}

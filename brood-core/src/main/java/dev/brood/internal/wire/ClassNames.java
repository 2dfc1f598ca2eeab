package dev.brood.internal.wire;

import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A record that names classes for a child to load: how many, then each name. */
public final class ClassNames {

  private ClassNames() {}

  /** Owner: returns the record, of the given type. */
  public static Parcel toParcel(byte type, Collection<String> names) {
    ParcelWriter writer = new ParcelWriter();
    ByteSink body = writer.begin();
    body.putByte(type);
    body.putLength(names.size());
    names.forEach(body::putString);
    writer.end();
    return writer.toParcel();
  }

  /** Child: gets the names; the type of the record was read before. */
  public static List<String> get(ByteSource body) {
    int count = body.getLength();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(body.getString());
    }
    return names;
  }
}

package dev.brood.internal.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JDK serialization, with large primitive arrays beside it and with two JDK classes that it refuses
 * and we promise to send: {@code Optional} and {@code Map.entry}.
 *
 * <p>The replacement keeps sharing: the stream replaces the second reference to an array by a
 * reference to the first one's stand-in.
 */
final class SerialOutput extends ObjectOutputStream {
  private final @Nullable ValueWriter attachments;

  /**
   * Begins a stream.
   *
   * @param attachments takes the large arrays; if null, they stay in the stream
   */
  SerialOutput(OutputStream out, @Nullable ValueWriter attachments) throws IOException {
    super(out);
    this.attachments = attachments;
    enableReplaceObject(true);
  }

  @Override
  protected Object replaceObject(Object object) {
    Class<?> type = object.getClass();
    if (type.isArray()) {
      int kind = PrimitiveArrays.kindOf(type);
      if (attachments != null
          && kind >= 0
          && PrimitiveArrays.byteLength(kind, object) >= Attachment.THRESHOLD) {
        return new StandIn.OfAttachment(attachments.attach(kind, object));
      }
    } else if (type == Optional.class) {
      return new StandIn.OfOptional(((Optional<?>) object).orElse(null));
    } else if (type == JdkClasses.ENTRY_OF) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) object;
      return new StandIn.OfEntry(entry.getKey(), entry.getValue());
    }
    return object;
  }
}

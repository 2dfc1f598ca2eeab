package dev.brood.internal.codec;

import java.io.ObjectInputFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses arrays that are longer than a stream can hold, before they are allocated, and asks the
 * filters that the user has set. The arrays beside a stream are shown to a filter too.
 */
final class StreamGuard implements ObjectInputFilter {
  /** Hash tables are allocated with room to spare, small ones with more. */
  private static final long SPARE_FACTOR = 8;

  private static final long SPARE = 1024;

  private final long mostElements;
  private final @Nullable ObjectInputFilter first;
  private final @Nullable ObjectInputFilter second;

  StreamGuard(
      long streamLength,
      List<Attachment> attachments,
      @Nullable ObjectInputFilter first,
      @Nullable ObjectInputFilter second) {
    long most = streamLength * SPARE_FACTOR + SPARE;
    for (int i = 0; i < attachments.size(); i++) {
      most = Math.max(most, attachments.get(i).length());
    }
    this.mostElements = most;
    this.first = first;
    this.second = second;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    if (info.arrayLength() > mostElements) {
      return Status.REJECTED;
    }
    Status status = first == null ? Status.UNDECIDED : first.checkInput(info);
    if (status != Status.REJECTED && second != null) {
      Status other = second.checkInput(info);
      return other == Status.UNDECIDED ? status : other;
    }
    return status;
  }

  /** What a filter is told about a class or an array that does not come from a stream. */
  record Seen(Class<?> serialClass, long arrayLength) implements FilterInfo {
    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 0;
    }
  }
}

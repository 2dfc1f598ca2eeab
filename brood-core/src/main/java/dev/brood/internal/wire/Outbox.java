package dev.brood.internal.wire;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.codec.ByteSink;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parcels on their way into a stream. It writes what the stream takes and remembers where it
 * stopped, so whoever writes never waits. One thread at a time.
 */
public final class Outbox {

  /** Parcels up to this length are written together with what is before and behind them. */
  private static final int SMALL = 1024;

  private static final int MOST_TOGETHER = 32 * 1024;

  private final StreamWriter stream;
  private final ArrayDeque<Parcel> queue = new ArrayDeque<>();

  /** Small parcels at the end of the queue, as one; null before the first. */
  private @Nullable ByteSink small;

  private int smallRecords;

  // Where the first parcel stands: in which block and where in it, how far over all blocks, how
  // many of the records with attachments lie behind, and while the attachments of the next are
  // written, at which of them and where in its bytes.
  private int block;
  private int inBlock;
  private long position;
  private int besideDone;
  private @Nullable List<Attachment> attachments;
  private int attachment;
  private long inAttachment;
  private long written;

  /** Opens an outbox onto a stream. */
  public Outbox(StreamWriter stream) {
    this.stream = stream;
  }

  /** Queues a parcel. */
  public void add(Parcel parcel) {
    if (parcel.records() == 0) {
      return;
    }
    if (parcel.fits(SMALL)) {
      addSmall(parcel);
    } else {
      enqueueSmall();
      enqueue(parcel);
    }
  }

  private void addSmall(Parcel parcel) {
    ByteSink together = small == null ? new ByteSink() : small;
    small = together;
    parcel.putInto(together);
    smallRecords += parcel.records();
    if (together.size() >= MOST_TOGETHER) {
      enqueueSmall();
    }
  }

  private void enqueueSmall() {
    if (small != null && smallRecords > 0) {
      enqueue(new Parcel(small.toByteArray(), List.of(), smallRecords));
      small.reset();
      smallRecords = 0;
    }
  }

  private void enqueue(Parcel parcel) {
    queue.add(parcel);
    if (queue.size() == 1) {
      begin(parcel);
    }
  }

  /** Returns how many bytes were written in all. */
  public long written() {
    return written;
  }

  /** Tells whether everything is written. */
  public boolean isEmpty() {
    return queue.isEmpty() && smallRecords == 0;
  }

  /** Writes what the stream takes and wakes the reader; returns true when everything is written. */
  public boolean pump() {
    enqueueSmall();
    if (queue.isEmpty()) {
      return true;
    }
    Parcel parcel;
    while ((parcel = queue.peek()) != null) {
      if (!write(parcel)) {
        break;
      }
      queue.remove();
      Parcel next = queue.peek();
      if (next != null) {
        begin(next);
      }
    }
    stream.flush();
    return queue.isEmpty();
  }

  private void begin(Parcel parcel) {
    position = parcel.start();
    besideDone = 0;
    block = 0;
    long before = 0;
    while (before + parcel.blockLength(block) < position) {
      before += parcel.blockLength(block++);
    }
    inBlock = (int) (position - before);
    attachments = null;
  }

  /** Writes on from where it stopped; returns false when the stream is full. */
  private boolean write(Parcel parcel) {
    List<Parcel.Beside> beside = parcel.beside();
    while (true) {
      if (attachments != null) {
        if (!writeAttachments(attachments)) {
          return false;
        }
        attachments = null;
        besideDone++;
      }
      boolean last = besideDone == beside.size();
      if (!writeBytes(parcel, last ? parcel.end() : beside.get(besideDone).end())) {
        return false;
      }
      if (last) {
        return true;
      }
      attachments = beside.get(besideDone).attachments();
      attachment = 0;
      inAttachment = 0;
    }
  }

  private boolean writeBytes(Parcel parcel, long until) {
    while (position < until) {
      if (inBlock == parcel.blockLength(block)) {
        block++;
        inBlock = 0;
        continue;
      }
      int length = (int) Math.min(parcel.blockLength(block) - inBlock, until - position);
      int count = stream.write(parcel.block(block), inBlock, length);
      inBlock += count;
      position += count;
      written += count;
      if (count < length) {
        return false;
      }
    }
    return true;
  }

  private boolean writeAttachments(List<Attachment> list) {
    while (attachment < list.size()) {
      Attachment array = list.get(attachment);
      while (inAttachment < array.byteLength()) {
        int count = stream.write(array, inAttachment);
        if (count == 0) {
          return false;
        }
        inAttachment += count;
        written += count;
        stream.flushSoon();
      }
      attachment++;
      inAttachment = 0;
    }
    return true;
  }
}

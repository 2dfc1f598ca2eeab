package dev.brood.internal.stream;

import dev.brood.internal.codec.Attachment;
import dev.brood.internal.region.SharedRegion;
import dev.brood.internal.ring.RingLayout;
import dev.brood.internal.ring.RingReader;
import dev.brood.internal.ring.RingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One end of a pipe: the bytes go through two rings in memory that both processes map. End 0 writes
 * ring 0 and reads ring 1, end 1 the other way round.
 *
 * <p>The links to the other end carry the bells, and their loss is how this end learns that the
 * other is gone. There is one link as a rule. While ends move there may be two, or one to the
 * process that is about to give the other end away: a new link is made before an old one is cut, so
 * that no link at all means that nobody holds the other end any more.
 */
public final class RingStream implements ByteStream {

  /** A way to wake the holder of the other end. */
  interface Bell {

    /** Wakes it. Any thread; never blocks. */
    void ring();

    /** Cuts the link. The other side learns of it, this one is not told. */
    void cut();
  }

  public static final int CAPACITY = 256 * 1024;

  /** Bytes that go at once, so that the peer copies out what is in while the next are copied in. */
  private static final int STRETCH = CAPACITY / 4;

  private final SharedRegion region;
  private final int side;
  private final RingWriter writer;
  private final RingReader reader;
  private final HolderTable holders;
  private final Waiters waiters = new Waiters();
  private volatile String[] ids = {"", ""};
  private final List<Bell> links = new ArrayList<>();
  private volatile Bell[] bells = {};
  private Runnable onShut;
  private boolean linking = true;
  private boolean isShut;
  private volatile boolean ended;

  private RingStream(SharedRegion region, int side, Runnable onShut) {
    this.region = region;
    this.side = side;
    this.onShut = onShut;
    ByteBuffer bytes = region.bytes();
    this.writer = new RingWriter(bytes, side);
    this.reader = new RingReader(bytes, 1 - side);
    this.holders = new HolderTable(bytes);
  }

  /** Makes both ends of a new pipe in this process. */
  public static RingStream[] pair(Path file) throws IOException {
    SharedRegion first = SharedRegion.create(file, RingLayout.size(CAPACITY));
    try {
      RingLayout.initialize(first.bytes(), CAPACITY);
      NameOfFile name = new NameOfFile(first);
      RingStream[] ends = {
        new RingStream(first, 0, name), new RingStream(SharedRegion.attach(file), 1, name)
      };
      linkHere(ends[0], ends[1]);
      return ends;
    } catch (IOException | RuntimeException failure) {
      first.close();
      throw failure;
    }
  }

  /**
   * The file of a pipe, in the process that made the pipe. It has a name as long as an end may
   * move, that is until both are gone. Runs once for each end.
   */
  private static final class NameOfFile implements Runnable {
    private final SharedRegion region;
    private final AtomicInteger ends = new AtomicInteger(2);

    NameOfFile(SharedRegion region) {
      this.region = region;
    }

    @Override
    public void run() {
      if (ends.decrementAndGet() == 0) {
        region.unlink();
      }
    }
  }

  /**
   * Opens an end that is being taken over, not linked yet.
   *
   * @param onShut runs when the end is shut
   */
  public static RingStream open(Path file, int side, Runnable onShut) throws IOException {
    SharedRegion region = SharedRegion.attach(file);
    try {
      RingLayout.check(region.bytes());
      return new RingStream(region, side, onShut);
    } catch (RuntimeException damaged) {
      region.detach();
      throw new IOException(file + " is no pipe", damaged);
    }
  }

  /** Links two ends that this process holds. */
  public static void linkHere(RingStream one, RingStream other) {
    LocalBell toOther = new LocalBell(one, other);
    LocalBell toOne = new LocalBell(other, one);
    toOther.back = toOne;
    toOne.back = toOther;
    one.link(toOther);
    other.link(toOne);
    if (one.ended()) {
      other.unlinked(toOne);
    }
  }

  /** The other end is in this process as well. */
  private static final class LocalBell implements Bell {
    private final RingStream holder;
    private final RingStream target;
    private LocalBell back = this;

    LocalBell(RingStream holder, RingStream target) {
      this.holder = holder;
      this.target = target;
    }

    @Override
    public void ring() {
      target.waiters.signal();
    }

    @Override
    public void cut() {
      target.unlinked(back);
    }

    @Override
    public String toString() {
      return "local link of side " + holder.side;
    }
  }

  public Path file() {
    return region.file();
  }

  public int side() {
    return side;
  }

  /** Sets what the two ends are called by other processes. */
  public void ids(String[] given) {
    ids = given.clone();
  }

  public String[] ids() {
    return ids;
  }

  public HolderTable holders() {
    return holders;
  }

  /** Adds a link; cuts it at once when this end is shut. */
  void link(Bell link) {
    boolean late;
    synchronized (links) {
      late = isShut;
      if (!late) {
        links.add(link);
        bells = links.toArray(new Bell[0]);
        linking = false;
      }
    }
    if (late) {
      link.cut();
    }
    // Whoever armed the rings before may have rung a bell that is not linked any more.
    waiters.signal();
  }

  /** A link was lost from the other side. */
  void unlinked(Bell link) {
    synchronized (links) {
      links.remove(link);
      bells = links.toArray(new Bell[0]);
      if (links.isEmpty() && !linking) {
        ended = true;
      }
    }
    waiters.signal();
  }

  /** Says that there is nobody to link to. */
  public void nobodyThere() {
    synchronized (links) {
      linking = false;
      ended = links.isEmpty();
    }
    waiters.signal();
  }

  @Override
  public int write(ByteBuffer from) {
    if (ended) {
      return ENDED;
    }
    int length = Math.min(from.remaining(), STRETCH);
    int count;
    if (from.hasArray()) {
      count = writer.write(from.array(), from.arrayOffset() + from.position(), length);
      from.position(from.position() + count);
      writer.publish();
    } else {
      ByteBuffer space = writer.space(length);
      count = space.remaining();
      space.put(0, from, from.position(), count);
      from.position(from.position() + count);
      commit(count);
    }
    return count;
  }

  @Override
  public int write(Attachment from, long offset) {
    if (ended) {
      return ENDED;
    }
    int count = from.copyOut(offset, writer.space(STRETCH));
    commit(count);
    return count;
  }

  private void commit(int count) {
    writer.commit(count);
    writer.publish();
  }

  @Override
  public int read(ByteBuffer to) {
    // In this order: what was written before the end is read before the end is told.
    boolean gone = ended;
    int length = Math.min(to.remaining(), STRETCH);
    int count;
    if (to.hasArray()) {
      count = reader.read(to.array(), to.arrayOffset() + to.position(), length);
      to.position(to.position() + count);
    } else {
      ByteBuffer filled = reader.filled(length);
      count = filled.remaining();
      to.put(filled);
      reader.consume(count);
    }
    return afterRead(count, gone);
  }

  @Override
  public int read(Attachment to, long offset) {
    boolean gone = ended;
    int count = to.copyIn(offset, reader.filled(STRETCH));
    reader.consume(count);
    return afterRead(count, gone);
  }

  private int afterRead(int count, boolean gone) {
    if (count == 0) {
      return gone ? ENDED : 0;
    }
    if (reader.takeWriterWaits()) {
      ring();
    }
    return count;
  }

  private void ring() {
    for (Bell each : bells) {
      each.ring();
    }
  }

  @Override
  public void flush() {
    if (writer.takeReaderWaits()) {
      ring();
    }
  }

  @Override
  public void flushSoon() {
    if (writer.takeReaderWaitsSoon()) {
      ring();
    }
  }

  @Override
  public boolean armRead() {
    return reader.waitForBytes() || ended;
  }

  @Override
  public boolean armWrite() {
    return writer.waitForSpace() || ended;
  }

  @Override
  public boolean worthLooking() {
    return true;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public Waiters waiters() {
    return waiters;
  }

  @Override
  public void shut() {
    List<Bell> cut;
    synchronized (links) {
      if (isShut) {
        return;
      }
      isShut = true;
      ended = true;
      cut = List.copyOf(links);
      links.clear();
      bells = new Bell[0];
    }
    cut.forEach(Bell::cut);
    waiters.signal();
    Runnable told;
    synchronized (links) {
      told = onShut;
    }
    told.run();
  }

  /** Takes over what is to run when the end is shut; nothing runs here then. */
  public Runnable takeOnShut() {
    synchronized (links) {
      Runnable taken = onShut;
      onShut = () -> {};
      return taken;
    }
  }

  @Override
  public void release() {
    region.detach();
  }
}

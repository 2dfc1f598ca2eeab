package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.pool.Pool;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Extracts the text of documents that are in memory here and shall be so in the end. MB/s in. */
final class DocumentRate implements Probe {

  private final Pool pool;
  private final List<byte[]> documents;
  private final long bytes;

  DocumentRate(Settings settings) {
    this(settings, Pool.of(settings.size("workers")));
  }

  private DocumentRate(Settings settings, Pool pool) {
    this.pool = pool;
    documents =
        IntStream.range(0, settings.size("documents"))
            .mapToObj(each -> Documents.html(settings.size("bytes"), each))
            .toList();
    bytes = documents.stream().mapToLong(each -> each.length).sum();
  }

  /** Returns the probe of the same on threads, which hand over references. */
  static Probe onThreads(Settings settings) {
    return new DocumentRate(settings, Pool.threads(settings.size("workers")));
  }

  @Override
  public double sample() throws Exception {
    return Elapsed.of(this::extractAll).perSecond(1) * bytes / 1e6;
  }

  private void extractAll() {
    try (Stream<Documents.Extract> extracts = pool.imapUnordered(Documents::extract, documents)) {
      long characters = extracts.mapToLong(each -> each.text().length()).sum();
      if (characters < bytes / 2) {
        throw new IllegalStateException("characters=" + characters + " of bytes=" + bytes);
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}

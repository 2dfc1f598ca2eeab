package dev.brood.benchmarks.rows;

import dev.brood.benchmarks.Elapsed;
import dev.brood.benchmarks.Probe;
import dev.brood.benchmarks.Settings;
import dev.brood.pool.Pool;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Extracts the text of documents that are in memory here and shall be so in the end. MB/s in. */
final class DocumentRate implements Probe {

  /** Extracts all documents, and returns how many characters of text are here. */
  private interface Extraction extends Callable<Long> {}

  private final Extraction work;
  private final Runnable end;
  private final long bytes;
  private final long characters;

  private DocumentRate(List<byte[]> documents, Extraction work, Runnable end) {
    this.work = work;
    this.end = end;
    bytes = documents.stream().mapToLong(each -> each.length).sum();
    characters = documents.stream().mapToLong(DocumentRate::characters).sum();
  }

  private static long characters(byte[] document) {
    return Documents.extract(document).text().length();
  }

  /** Returns the probe of a pool, which copies documents to its workers and texts back. */
  static Probe inProcesses(Settings settings) {
    List<byte[]> documents = documents(settings);
    Pool pool = Pool.of(settings.size("workers"));
    return new DocumentRate(
        documents,
        () -> {
          try (Stream<Documents.Extract> all = pool.imapUnordered(Documents::extract, documents)) {
            return all.mapToLong(each -> each.text().length()).sum();
          }
        },
        pool::close);
  }

  /** Returns the probe of threads, which hand over references. */
  static Probe onThreads(Settings settings) {
    List<byte[]> documents = documents(settings);
    List<Callable<Documents.Extract>> tasks =
        documents.stream()
            .map(each -> (Callable<Documents.Extract>) () -> Documents.extract(each))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(settings.size("workers"));
    return new DocumentRate(
        documents,
        () -> {
          long sum = 0;
          for (Future<Documents.Extract> each : threads.invokeAll(tasks)) {
            sum += each.get().text().length();
          }
          return sum;
        },
        threads::close);
  }

  private static List<byte[]> documents(Settings settings) {
    return Documents.pages(settings.size("documents"), settings.size("bytes"));
  }

  @Override
  public double sample() throws Exception {
    long[] found = new long[1];
    Elapsed elapsed = Elapsed.of(() -> found[0] = work.call());
    if (found[0] != characters) {
      throw new IllegalStateException("characters=" + found[0] + " must be " + characters);
    }
    return elapsed.perSecond(1) * bytes / 1e6;
  }

  @Override
  public void close() {
    end.run();
  }
}

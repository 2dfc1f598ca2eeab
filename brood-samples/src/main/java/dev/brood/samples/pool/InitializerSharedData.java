package dev.brood.samples.pool;

import dev.brood.pool.Pool;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** Large data goes once to each worker, by its initializer; the tasks carry keys only. */
public final class InitializerSharedData {
  /** Stands for what would be too large to send with every task. */
  record Vocabularies(Map<String, Integer> words, Map<String, Integer> tags)
      implements Serializable {}

  private static Vocabularies shared = new Vocabularies(Map.of(), Map.of());

  static void main() {
    var vocabularies =
        new Vocabularies(
            Map.of("time", 0, "flies", 1, "like", 2, "an", 3, "arrow", 4),
            Map.of("noun", 0, "verb", 1, "preposition", 2, "article", 3));
    var tagged = List.of("time/noun", "flies/verb", "like/preposition", "an/article", "arrow/noun");

    try (var pool =
        Pool.builder().workers(2).initializer(InitializerSharedData::share, vocabularies).build()) {
      IO.println(pool.map(InitializerSharedData::encode, tagged));
    }
    IO.println("words here, where no initializer ran: " + shared.words().size());
  }

  static void share(Vocabularies vocabularies) {
    IO.println("a worker got " + vocabularies.words().size() + " words");
    shared = vocabularies;
  }

  static String encode(String tagged) {
    String[] parts = tagged.split("/", 2);
    return shared.words().get(parts[0]) + ":" + shared.tags().get(parts[1]);
  }
}

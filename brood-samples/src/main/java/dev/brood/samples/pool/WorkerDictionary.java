package dev.brood.samples.pool;

import dev.brood.pool.Pool;
import dev.brood.pool.WorkerLocal;
import java.util.List;
import java.util.Map;

/**
 * What is dear to make is made once in each worker, when a task first needs it. Here a worker is
 * replaced after four words, so eight words need two dictionaries.
 */
public final class WorkerDictionary {
  static void main() {
    // @start region="local"
    var dictionary = WorkerLocal.withInitial(WorkerDictionary::read);
    var words = List.of("un", "deux", "trois", "quatre", "un", "deux", "trois", "quatre");
    try (var pool = Pool.builder().workers(1).maxTasksPerWorker(4).build()) {
      List<Integer> numbers = pool.map(word -> dictionary.get().getOrDefault(word, 0), words);
      IO.println(numbers);
    }
    // @end
  }

  /** Stands for what takes long: a file to parse, a model to load, a connection to open. */
  static Map<String, Integer> read() {
    IO.println("a worker reads the dictionary");
    return Map.of("un", 1, "deux", 2, "trois", 3, "quatre", 4);
  }
}

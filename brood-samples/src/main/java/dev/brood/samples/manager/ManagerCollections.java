package dev.brood.samples.manager;

import dev.brood.manager.Manager;
import dev.brood.pool.Pool;
import dev.brood.proxy.MapProxy;
import java.util.List;
import java.util.TreeMap;

/** Four workers write to one map and one list. */
public final class ManagerCollections {
  private ManagerCollections() {}

  static void main() {
    // @start region="collections"
    try (Manager manager = Manager.start();
        Pool pool = Pool.of(4)) {
      MapProxy<Integer, Integer> squares = manager.map();
      List<String> log = manager.list();
      pool.map(
          x -> {
            squares.put(x, x * x);
            return log.add("worker did " + x);
          },
          List.of(0, 1, 2, 3));
      IO.println(new TreeMap<>(squares));
      IO.println(log.size() + " entries");
      // @end
      IO.println("words: " + new TreeMap<>(count(manager, pool)));
    }
  }

  private static MapProxy<String, Integer> count(Manager manager, Pool pool) {
    // @start region="map"
    MapProxy<String, Integer> words = manager.map();
    pool.map(
        text -> {
          for (String word : text.split(" ", -1)) {
            words.merge(word, 1, Integer::sum); // one step, in the manager
          }
          return text.length();
        },
        List.of("a rose is a rose", "is a rose"));
    // @end
    return words;
  }
}

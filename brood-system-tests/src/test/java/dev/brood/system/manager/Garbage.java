package dev.brood.system.manager;

import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.proxy.ValueProxy;
import dev.brood.system.support.Waits;

/** The garbage of a manager, which decides what lives there. */
final class Garbage {

  private static final int ROUNDS = 3;

  private Garbage() {}

  /** Has the garbage of a manager collected that reads functions of this process. */
  static void collectIn(Manager manager) {
    ValueProxy<Integer> any = manager.value(0);
    for (int i = 0; i < ROUNDS; i++) {
      collectBeside(any);
    }
    Proxies.release(any);
  }

  /** Waits until so many objects are left, collecting here and there. */
  static void awaitObjects(Manager manager, int left) {
    ValueProxy<Integer> any = manager.value(0);
    Waits.until(
        left + " objects are left",
        () -> {
          System.gc();
          collectBeside(any);
          return manager.objectCount() == left + 1;
        });
    Proxies.release(any);
  }

  private static void collectBeside(ValueProxy<Integer> any) {
    int _ =
        Proxies.apply(
            any,
            each -> {
              System.gc();
              return 1;
            });
  }
}

package dev.brood.system.manager;

import dev.brood.manager.Manager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests of which none disturbs another, so that one manager serves all of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithOneManager {

  Manager manager;

  @BeforeAll
  void start() {
    manager = Manager.builder().register("ledger", Ledger.class, Ledger.InMemory::new).start();
  }

  @AfterAll
  void end() {
    manager.close();
  }
}

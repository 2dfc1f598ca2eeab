package dev.brood.benchmarks.harness;

import dev.brood.benchmarks.Row;
import dev.brood.benchmarks.Settings;
import java.util.Optional;

/** Starts the sides of rows. */
interface SideStarter {

  /** Starts what measures Brood. */
  Side ours(Row row, Settings settings) throws SideFailedException;

  /** Starts the CPython peer, if the row has one and this machine has CPython. */
  Optional<Side> peer(Row row, Settings settings) throws SideFailedException;

  /** Starts what measures the limit, if the row has one. */
  Optional<Side> limit(Row row, Settings settings) throws SideFailedException;
}

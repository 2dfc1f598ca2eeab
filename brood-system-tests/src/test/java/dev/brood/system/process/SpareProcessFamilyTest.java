package dev.brood.system.process;

import dev.brood.system.support.FromSpares;
import org.junit.jupiter.api.extension.ExtendWith;

/** The families of processes whose JVMs are taken from spares. */
@ExtendWith(FromSpares.class)
class SpareProcessFamilyTest extends ProcessFamilyTest {}

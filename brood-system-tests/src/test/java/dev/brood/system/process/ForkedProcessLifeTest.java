package dev.brood.system.process;

import dev.brood.system.support.Forked;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of processes that are forked. */
@ExtendWith(Forked.class)
class ForkedProcessLifeTest extends ProcessLifeTest {}

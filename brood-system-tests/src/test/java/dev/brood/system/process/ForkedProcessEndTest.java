package dev.brood.system.process;

import dev.brood.system.support.Forked;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ends of processes that are forked. */
@ExtendWith(Forked.class)
class ForkedProcessEndTest extends ProcessEndTest {}

package dev.brood.system.process;

import dev.brood.system.support.Forked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of processes that are forked. */
@ExtendWith(Forked.class)
@Tag("chaos")
class ForkedProcessLifeTest extends ProcessLifeTest {}

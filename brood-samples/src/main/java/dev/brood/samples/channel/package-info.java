/** Samples of pipes and connections. */
@NullMarked
package dev.brood.samples.channel;

import org.jspecify.annotations.NullMarked;

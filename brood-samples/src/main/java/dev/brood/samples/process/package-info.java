/** Samples of one child process: start it, wait for it, ask it, stop it. */
@NullMarked
package dev.brood.samples.process;

import org.jspecify.annotations.NullMarked;

/** What several samples need beside the library: time, pauses, options. Nothing to learn here. */
@NullMarked
package dev.brood.samples.support;

import org.jspecify.annotations.NullMarked;

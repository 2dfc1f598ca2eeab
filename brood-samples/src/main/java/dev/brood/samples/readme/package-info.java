/** The code that README shows. */
@NullMarked
package dev.brood.samples.readme;

import org.jspecify.annotations.NullMarked;

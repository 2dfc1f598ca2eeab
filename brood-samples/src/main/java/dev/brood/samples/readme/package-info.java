/** The code that README and the documentation of the library show. */
@NullMarked
package dev.brood.samples.readme;

import org.jspecify.annotations.NullMarked;

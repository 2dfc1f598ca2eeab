/**
 * What differs from one operating system to the next: kernel files, control groups, signal numbers.
 *
 * <p>Runs in owners and children. Everything here answers with "not known" where a platform does
 * not tell, and nothing here needs native access.
 */
@NullMarked
package dev.brood.internal.os;

import org.jspecify.annotations.NullMarked;

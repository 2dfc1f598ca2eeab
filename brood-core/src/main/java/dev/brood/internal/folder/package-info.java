/**
 * The private folders of this user's processes: where they may be, the lock that tells whose owner
 * lives, the sweep of those whose owner died, and what a JVM does at its exit.
 *
 * <p>Runs in every JVM that has children or shares something. What the files in a folder mean
 * belongs to the packages above.
 */
@NullMarked
package dev.brood.internal.folder;

import org.jspecify.annotations.NullMarked;

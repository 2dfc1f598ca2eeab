/**
 * Class-data archives for children: where they are kept, which one fits a command line, and when a
 * new one is due. Archives are made by {@code internal.launch}, which starts the JVMs.
 *
 * <p>An archive only makes starts faster. Whatever goes wrong here, children start without one.
 */
@NullMarked
package dev.brood.internal.archive;

import org.jspecify.annotations.NullMarked;

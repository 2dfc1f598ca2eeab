/** What surrounds a task while it runs, in a child JVM or on a thread of this one. */
@NullMarked
package dev.brood.internal.task;

import org.jspecify.annotations.NullMarked;

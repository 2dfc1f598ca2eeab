/**
 * What runs in a child: its entry, its link to the owner, the loop that runs tasks, and what it
 * knows of itself.
 *
 * <p>Nothing here is used by an owner. Everything on the way from {@code main} to the first task is
 * written for a cold JVM: no lambdas, no foreign memory, no serialization before a value needs it.
 * A child that starts children is their owner and uses the owner's packages for that.
 */
@NullMarked
package dev.brood.internal.child;

import org.jspecify.annotations.NullMarked;

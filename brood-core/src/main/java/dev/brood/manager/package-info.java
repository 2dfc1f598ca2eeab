/**
 * Shared objects in a process of their own, for processes of this machine and of others.
 *
 * <p>Here belong starting, serving and connecting; what the objects look like is in {@link
 * dev.brood.proxy}. Used in every process that has a proxy.
 */
@NullMarked
package dev.brood.manager;

import org.jspecify.annotations.NullMarked;

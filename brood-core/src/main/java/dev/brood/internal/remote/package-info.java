/**
 * The client's side of our wire between a manager and its clients: calls that are pipelined over
 * one connection for each pair of processes.
 */
@NullMarked
package dev.brood.internal.remote;

import org.jspecify.annotations.NullMarked;

/**
 * What a manager and its clients say to each other: the format of calls and answers, the greeting,
 * where a manager is found.
 *
 * <p>Both sides use it; the client's is {@link dev.brood.internal.remote}, the manager's {@link
 * dev.brood.internal.serve}.
 */
@NullMarked
package dev.brood.internal.protocol;

import org.jspecify.annotations.NullMarked;

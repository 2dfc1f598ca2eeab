/**
 * Messages between two processes: {@link dev.brood.channel.Pipe}, {@link
 * dev.brood.channel.Connection}, {@link dev.brood.channel.Listener}.
 */
@NullMarked
package dev.brood.channel;

import org.jspecify.annotations.NullMarked;

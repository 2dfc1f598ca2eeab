/**
 * Turns values, functions and throwables into bytes and back.
 *
 * <p>Here belongs the form of a value; how bytes travel, and when, does not. {@link
 * dev.brood.internal.codec.ValueWriter} and {@link dev.brood.internal.codec.ValueReader} do the
 * work, {@link dev.brood.internal.codec.Shape} and {@link dev.brood.internal.codec.ShapeTable} say
 * once per connection what values of one class have in common, {@link
 * dev.brood.internal.codec.Attachment} is a large array beside the bytes, {@link
 * dev.brood.internal.codec.RemoteThrowable} is a throwable under way.
 *
 * <p>Used in every process, and in a child on the way to its first task, where each lambda, stream
 * or switch over types would cost milliseconds: there are none here.
 */
@NullMarked
package dev.brood.internal.codec;

import org.jspecify.annotations.NullMarked;

/**
 * Memory that processes of a family share: blocks, single values, arrays, lists, and large
 * constants.
 *
 * <p>Everything here is a handle. It may be captured by a task, passed as an argument, returned as
 * a result or stand in a field of your own objects, and in any process of the family it is the same
 * memory. See {@link dev.brood.memory.SharedMemory} for how long it lives and what must be closed.
 *
 * <ul>
 *   <li>A block of bytes, with or without a name: {@link dev.brood.memory.SharedMemory}.
 *   <li>One number or truth value: {@link dev.brood.memory.SharedLong}, {@link
 *       dev.brood.memory.SharedInt}, {@link dev.brood.memory.SharedDouble}, {@link
 *       dev.brood.memory.SharedBoolean}.
 *   <li>Many: {@link dev.brood.memory.SharedLongArray}, {@link dev.brood.memory.SharedIntArray},
 *       {@link dev.brood.memory.SharedDoubleArray}, {@link dev.brood.memory.SharedByteArray}.
 *   <li>A few of mixed types: {@link dev.brood.memory.ShareableList}.
 *   <li>A large constant for many readers: {@link dev.brood.memory.Shared}.
 *   <li>Freeing what was made together: {@link dev.brood.memory.MemoryScope}.
 *   <li>Which ways this machine offers and what was chosen: {@link dev.brood.memory.SharingReport}.
 * </ul>
 */
@NullMarked
package dev.brood.memory;

import org.jspecify.annotations.NullMarked;

package dev.brood.internal.engine;

import dev.brood.internal.wire.Parcel;

/**
 * Something that a worker must be told once before it can understand a batch: a shape of values or
 * a function.
 *
 * @param id unique within the pool; small, since each worker keeps a bit for it
 * @param parcel the record that tells it
 */
record Definition(int id, Parcel parcel) {}

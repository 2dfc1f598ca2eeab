package dev.brood.internal.family;

import java.io.Serializable;

/**
 * How a {@link Cell} travels: where it is, and which of the cells that stood there one after the
 * other.
 *
 * @param file the file of its slab
 * @param offset where in the slab
 * @param round the how manieth cell in this place
 */
public record CellRef(String file, long offset, int round) implements Serializable {}

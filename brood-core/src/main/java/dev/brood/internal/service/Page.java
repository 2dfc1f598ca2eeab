package dev.brood.internal.service;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first of several pages.
 *
 * @param elements what is on it
 * @param rest a {@link CursorService} for the others, or null if this is all
 */
public record Page(List<Object> elements, @Nullable CursorService rest) implements Serializable {}

package dev.brood.internal.service;

import org.jspecify.annotations.Nullable;

/** Values by name. */
public interface NamespaceService {

  @Nullable Object get(String name);

  void set(String name, @Nullable Object value);

  boolean has(String name);

  boolean remove(String name);

  /** Returns names and values in turn, in the order of the names. */
  @Nullable Object[] all();
}

package dev.brood.internal.service;

/** The rest of what is read page by page; it may see changes that are made meanwhile. */
public interface CursorService {

  /** Returns up to so many more; none at the end. */
  Object[] next(int most);
}

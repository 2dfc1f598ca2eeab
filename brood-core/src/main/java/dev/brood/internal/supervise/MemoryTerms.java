package dev.brood.internal.supervise;

/**
 * How much memory the process of a worker may have in use.
 *
 * @param recycleBytes above this it is replaced when it has done what it owes; 0 for no limit
 * @param failBytes above this it is killed and its task fails; 0 for no limit
 * @param growthBytes replaced when it has grown by more than this since its first task; 0 for no
 *     limit
 * @param heapBytes replaced when more than this of its heap is in use after a collection; 0 for no
 *     limit
 */
public record MemoryTerms(long recycleBytes, long failBytes, long growthBytes, long heapBytes) {

  /** No limits. */
  public static final MemoryTerms NONE = new MemoryTerms(0, 0, 0, 0);

  boolean areLimited() {
    return recycleBytes > 0 || failBytes > 0 || growthBytes > 0 || heapBytes > 0;
  }
}

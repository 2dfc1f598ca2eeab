package dev.brood.internal.codec;

/**
 * A task of Brood's own around what the user gave. Its class says nothing of where that comes from.
 */
public interface Envelope {

  /** Returns what the user gave. */
  Object content();
}

package dev.brood.samples;

/**
 * A program that shows one thing, listed in {@link Samples}.
 *
 * @param name what {@code brood demo} calls it
 * @param summary one line, for the list
 * @param program what runs
 */
public record Sample(String name, String summary, Program program) {

  /** The main method of a sample. Its output is standard output; a failure is an exception. */
  @FunctionalInterface
  public interface Program {
    void main(String[] args) throws Exception;
  }
}

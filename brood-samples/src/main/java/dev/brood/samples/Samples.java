package dev.brood.samples;

import java.util.List;
import java.util.Optional;

/** Every sample, the one that {@code brood demo} runs by itself first. */
public final class Samples {
  private static final List<Sample> ALL =
      List.of(new Sample("primes", "counts prime numbers on all cores", Primes::main));

  private Samples() {}

  public static List<Sample> all() {
    return ALL;
  }

  public static Optional<Sample> named(String name) {
    return ALL.stream().filter(sample -> sample.name().equals(name)).findFirst();
  }
}

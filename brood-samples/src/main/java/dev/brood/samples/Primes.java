package dev.brood.samples;

import java.util.stream.IntStream;

/** Counts the primes below a limit (the first argument; 2,000,000 unless given). */
final class Primes {
  private Primes() {}

  static void main(String[] args) {
    int limit = args.length > 0 ? Integer.parseInt(args[0]) : 2_000_000;
    long count = IntStream.range(2, limit).parallel().filter(Primes::isPrime).count();
    System.out.printf("%,d primes below %,d%n", count, limit);
  }

  static boolean isPrime(int n) {
    return n > 1 && IntStream.rangeClosed(2, (int) Math.sqrt(n)).allMatch(d -> n % d != 0);
  }
}

package dev.brood.samples.numeric;

/** The slow way to find primes, which is why many workers help. */
final class TrialDivision {
  private TrialDivision() {}

  static boolean isPrime(int n) {
    for (int divisor = 2; (long) divisor * divisor <= n; divisor++) {
      if (n % divisor == 0) {
        return false;
      }
    }
    return n >= 2;
  }
}

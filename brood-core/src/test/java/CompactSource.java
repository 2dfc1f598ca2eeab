import dev.brood.function.SerializableFunction;

/**
 * What javac makes of a compact source file: the class that stands here is not written there. Error
 * Prone warns of such files and cannot be told not to.
 */
@SuppressWarnings({"DefaultPackage", "MultipleTopLevelClasses"})
final class CompactSource {
  SerializableFunction<Integer, Integer> function() {
    return x -> twice(x);
  }

  int twice(int x) {
    return 2 * x;
  }

  void main() {}
}

@SuppressWarnings("DefaultPackage")
final class CompactSourceWithField {
  private final Integer factor = Integer.valueOf(2);

  SerializableFunction<Integer, Integer> function() {
    return x -> twice(x);
  }

  int twice(int x) {
    return factor * x;
  }

  void main() {}
}

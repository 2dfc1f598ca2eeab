package dev.brood.samples.memory;

import dev.brood.memory.SharedMemory;
import dev.brood.process.JvmProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/** A child doubles numbers in a named block; at the end the block is gone. */
public final class SharedMemoryBlock {
  private static final String NAME = "numbers";

  static void main() throws IOException, InterruptedException {
    double[] numbers = {1, 2, 3, 4, 5};
    // @start region="shared"
    try (var memory = SharedMemory.create(NAME, (long) numbers.length * Double.BYTES)) {
      memory.asDoubles().copyFrom(numbers);
      JvmProcess.start(() -> doubleAll(NAME)).join();
      IO.println(Arrays.toString(memory.asDoubles().toArray()));
    }
    // @end
    try {
      SharedMemory.open(NAME).close();
    } catch (NoSuchFileException gone) {
      IO.println("the block is gone");
    }
  }

  static void doubleAll(String name) {
    try (var memory = SharedMemory.open(name)) {
      var numbers = memory.asDoubles();
      for (long i = 0; i < numbers.length(); i++) {
        numbers.set(i, 2 * numbers.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

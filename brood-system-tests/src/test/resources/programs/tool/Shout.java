package tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A class of another jar than the program's, with a resource beside it. */
public final class Shout {
  private Shout() {}

  public static String loud(String text) {
    try (InputStream in = Shout.class.getResourceAsStream("mark.txt")) {
      return text.toUpperCase() + new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

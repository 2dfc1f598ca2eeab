package dev.brood.samples.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a sample, each a name and a value: {@code --limit 1000} or {@code --limit=1000}.
 */
public final class Options {
  private final Map<String, String> values = new HashMap<>();

  private Options() {}

  /**
   * Reads the arguments of a program.
   *
   * @param args the arguments
   * @param names the options that the program knows, such as {@code --limit}
   * @throws UsageException if another one is given, or one without a value
   */
  public static Options of(String[] args, String... names) {
    var options = new Options();
    List<String> known = List.of(names);
    for (int i = 0; i < args.length; i++) {
      String[] parts = args[i].split("=", 2);
      if (!known.contains(parts[0])) {
        throw new UsageException("unknown argument " + args[i] + "; known: " + known);
      }
      if (parts.length == 1 && i + 1 == args.length) {
        throw new UsageException(args[i] + " needs a value");
      }
      options.values.put(parts[0], parts.length == 2 ? parts[1] : args[++i]);
    }
    return options;
  }

  /** Returns the text given for an option, or another one if it was not given. */
  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** Returns the number given for an option, or another one if it was not given. */
  public int number(String name, int otherwise) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.replace("_", ""));
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new UsageException(name + " is a number from 1, not " + text);
  }

  /** Thrown for a command line that a sample does not understand. */
  public static final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
      super(message);
    }
  }
}

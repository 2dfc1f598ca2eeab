package dev.brood.internal.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The syntax of the {@code java} launcher's argument files, read and written.
 *
 * <p>Arguments are parted by white space; {@code #} starts a comment where an argument could start;
 * quotes of either kind protect white space, and within them a backslash protects what follows.
 * {@code JDK_JAVA_OPTIONS} and {@code JAVA_TOOL_OPTIONS} have the same syntax but for comments and
 * backslashes, so they are read here as well.
 */
final class ArgumentFile {
  private ArgumentFile() {}

  /** Returns the arguments in the text of an argument file. */
  static List<String> parse(String text) {
    return parse(text, true);
  }

  /** Returns the arguments in the value of an environment variable with options. */
  static List<String> parseVariable(String value) {
    return parse(value, false);
  }

  private static List<String> parse(String text, boolean file) {
    List<String> arguments = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (file && c == '\\' && i + 1 < text.length()) {
          i = appendEscaped(text, i + 1, argument);
        } else if (c == quote) {
          quote = 0;
        } else {
          argument.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        open = true;
      } else if (Character.isWhitespace(c)) {
        if (open) {
          arguments.add(argument.toString());
          argument.setLength(0);
          open = false;
        }
      } else if (file && c == '#' && !open) {
        int end = text.indexOf('\n', i);
        i = end < 0 ? text.length() : end;
      } else {
        argument.append(c);
        open = true;
      }
    }
    if (open) {
      arguments.add(argument.toString());
    }
    return arguments;
  }

  /** Appends what the escape at {@code at} stands for; returns the index of its last character. */
  private static int appendEscaped(String text, int at, StringBuilder argument) {
    char c = text.charAt(at);
    switch (c) {
      case 'n' -> argument.append('\n');
      case 'r' -> argument.append('\r');
      case 't' -> argument.append('\t');
      case 'f' -> argument.append('\f');
      case '\r', '\n' -> {
        // The line goes on in the next one, after its indentation.
        int next = at + 1;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
          next++;
        }
        return next - 1;
      }
      default -> argument.append(c);
    }
    return at;
  }

  /** Returns the text of an argument file with {@code arguments}, one in each line. */
  static String format(List<String> arguments) {
    StringBuilder text = new StringBuilder();
    for (String argument : arguments) {
      text.append('"');
      for (int i = 0; i < argument.length(); i++) {
        char c = argument.charAt(i);
        switch (c) {
          case '"', '\\' -> text.append('\\').append(c);
          case '\n' -> text.append("\\n");
          case '\r' -> text.append("\\r");
          case '\t' -> text.append("\\t");
          case '\f' -> text.append("\\f");
          default -> text.append(c);
        }
      }
      text.append("\"\n");
    }
    return text.toString();
  }
}

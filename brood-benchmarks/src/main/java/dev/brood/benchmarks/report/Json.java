package dev.brood.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Strings and numbers of JSON, written and read by hand so that the benchmarks need no library. */
public final class Json {

  /** More digits than any clock here can justify. */
  private static final MathContext DIGITS = new MathContext(6);

  private Json() {}

  /** Returns a string as JSON, in quotes and in ASCII. */
  public static String string(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ' || c > '~') {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }

  /**
   * Returns a number as JSON with at most six digits that mean something; {@code null} when it is
   * not a number.
   */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return "null";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.toPlainString();
  }

  /**
   * Returns the text of a JSON string.
   *
   * @throws IllegalArgumentException if {@code json} is not exactly one JSON string
   */
  public static String parseString(String json) {
    int last = json.length() - 1;
    if (last < 1 || json.charAt(0) != '"' || json.charAt(last) != '"') {
      throw new IllegalArgumentException("not a JSON string: " + json);
    }
    StringBuilder text = new StringBuilder(last);
    int next = 1;
    while (next < last) {
      char c = json.charAt(next++);
      if (c == '"') {
        throw new IllegalArgumentException("a quote inside: " + json);
      } else if (c != '\\') {
        text.append(c);
      } else if (json.charAt(next) != 'u') {
        text.append(unescape(json.charAt(next++), json));
      } else {
        text.append((char) Integer.parseInt(json, next + 1, Math.min(next + 5, last), 16));
        next += 5;
      }
    }
    if (next != last) {
      throw new IllegalArgumentException("ends in an escape: " + json);
    }
    return text.toString();
  }

  private static char unescape(char escaped, String json) {
    return switch (escaped) {
      case '"', '\\', '/' -> escaped;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> throw new IllegalArgumentException("unknown escape \\" + escaped + ": " + json);
    };
  }
}

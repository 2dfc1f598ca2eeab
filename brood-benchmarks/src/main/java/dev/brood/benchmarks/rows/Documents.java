package dev.brood.benchmarks.rows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.StringTokenizer;

/** HTML documents, and the text in them: work as extractors of text do it. */
final class Documents {

  private static final String[] TAGS = {"p", "div", "li", "h2", "td", "span"};

  private Documents() {}

  /** What was found in a document. */
  record Extract(String text, int elements, int words) implements java.io.Serializable {}

  /** Returns a document of about so many bytes. */
  static byte[] html(int bytes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder html = new StringBuilder(bytes + 200).append("<html><body>");
    while (html.length() < bytes - 20) {
      String tag = TAGS[random.nextInt(TAGS.length)];
      html.append('<').append(tag).append(" class=\"c").append(random.nextInt(50)).append("\">");
      for (int words = random.nextInt(4, 40); words > 0; words--) {
        for (int letters = random.nextInt(2, 10); letters > 0; letters--) {
          html.append((char) ('a' + random.nextInt(26)));
        }
        html.append(random.nextInt(12) == 0 ? " &amp; " : " ");
      }
      html.append("</").append(tag).append(">\n");
    }
    return html.append("</body></html>").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the text of a document, and how many elements and different words it has. */
  static Extract extract(byte[] document) {
    String html = new String(document, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(html.length());
    Map<String, Integer> words = new HashMap<>();
    ArrayDeque<String> open = new ArrayDeque<>();
    int elements = 0;
    int at = 0;
    while (at < html.length()) {
      int tag = html.indexOf('<', at);
      int textEnd = tag < 0 ? html.length() : tag;
      addText(html.substring(at, textEnd), text, words);
      if (tag < 0) {
        break;
      }
      int end = html.indexOf('>', tag);
      if (html.charAt(tag + 1) == '/') {
        open.poll();
      } else {
        open.push(html.substring(tag + 1, end).split(" ", 2)[0].toLowerCase(Locale.ROOT));
        elements++;
      }
      at = end + 1;
    }
    return new Extract(text.toString(), elements, words.size());
  }

  private static void addText(String piece, StringBuilder text, Map<String, Integer> words) {
    for (var rest = new StringTokenizer(piece.replace("&amp;", "&")); rest.hasMoreTokens(); ) {
      String word = rest.nextToken();
      text.append(word).append(' ');
      words.merge(word, 1, Integer::sum);
    }
  }
}

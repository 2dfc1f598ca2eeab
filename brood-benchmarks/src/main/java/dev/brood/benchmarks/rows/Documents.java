package dev.brood.benchmarks.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.StringTokenizer;
import java.util.stream.IntStream;

/**
 * HTML pages, and the text in them: work as extractors of text do it.
 *
 * <p>The prose of the pages is that of the Apache License, sentence by sentence in random order,
 * and one word in eight is a made-up name: of 20,000 names the one of rank {@code r} comes {@code
 * 1/r} times as often as the first. So a few words are most of the text and new ones get rarer, as
 * in natural language. Around it is what pages have: head, style, script, comments, navigation,
 * links, lists, tables, attributes, entities. All text is Latin-1.
 */
final class Documents {

  private static final int NAMES = 20_000;
  private static final int NAME_EVERY = 8;
  private static final List<String> SYLLABLES =
      List.of("ka", "ren", "mi", "tol", "ve", "sar", "no", "lin", "do", "bra", "hel", "go", "win");
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "nbsp", " ", "eacute", "\u00e9");
  private static final Set<String> WITHOUT_TEXT = Set.of("script", "style");

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Terms &amp; conditions</title>
      <style>body { margin: 0 auto; max-width: 60em } .note > p { color: #333 }</style>
      <script>window.dataLayer = []; if (1 < 2) { dataLayer.push("<p>not text</p>"); }</script>
      </head><body class="page">
      <nav id="top"><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
      """;
  private static final String TAIL = "<footer>&nbsp;Caf&eacute; Brood</footer></body></html>\n";

  private Documents() {}

  /** What was found in a page. */
  record Extract(String text, int elements, int words) implements Serializable {}

  /** Returns {@code count} pages of about so many bytes each, the same ones each time. */
  static List<byte[]> pages(int count, int bytes) {
    String[] sentences = sentences();
    return IntStream.range(0, count)
        .mapToObj(seed -> page(sentences, bytes, seed).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static String[] sentences() {
    try (InputStream license = Documents.class.getResourceAsStream("LICENSE")) {
      if (license == null) {
        throw new IllegalStateException("the text of the pages is not packed beside this class");
      }
      return new String(license.readAllBytes(), StandardCharsets.UTF_8)
          .replaceAll("\\s+", " ")
          .split("(?<=[.;:]) ", -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String page(String[] sentences, int bytes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder html = new StringBuilder(bytes + 2_000).append(HEAD);
    for (int section = 1; html.length() < bytes - TAIL.length(); section++) {
      html.append("<section id=\"s").append(section).append("\" class=\"note\">\n<h2>");
      html.append(section).append(". ").append(name(random)).append("</h2>\n<!-- ad slot -->\n");
      int paragraphs = random.nextInt(1, 5);
      for (int i = 0; i < paragraphs; i++) {
        html.append("<p>");
        addProse(sentences[random.nextInt(sentences.length)], random, html);
        addProse(sentences[random.nextInt(sentences.length)], random, html);
        html.append("</p>\n");
      }
      addTable(random, html);
      html.append("<img src=\"/i/").append(section).append(".png\" alt=\"figure\"></section>\n");
    }
    return html.append(TAIL).toString();
  }

  private static void addProse(String sentence, SplittableRandom random, StringBuilder html) {
    for (StringTokenizer words = new StringTokenizer(sentence); words.hasMoreTokens(); ) {
      html.append(
          words.nextToken().replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"));
      html.append(' ');
      if (random.nextInt(NAME_EVERY) == 0) {
        String name = name(random);
        switch (random.nextInt(6)) {
          case 0 -> html.append("<a href=\"/wiki/" + name + "\" title=\"more\">" + name + "</a>");
          case 1 -> html.append("<em>").append(name).append("</em>");
          default -> html.append(name);
        }
        html.append(' ');
      }
    }
  }

  private static void addTable(SplittableRandom random, StringBuilder html) {
    html.append("<table><tr><th>name</th><th>value</th></tr>\n");
    for (int rows = random.nextInt(1, 6); rows > 0; rows--) {
      html.append("<tr><td>").append(name(random)).append("</td><td class=\"n\">");
      html.append(random.nextInt(1_000)).append("</td></tr>\n");
    }
    html.append("</table>\n");
  }

  /** Returns a name; the logarithm of its rank is uniform, which is the law of Zipf. */
  private static String name(SplittableRandom random) {
    int rank = (int) Math.pow(NAMES, random.nextDouble());
    StringBuilder name = new StringBuilder();
    for (int rest = rank + SYLLABLES.size(); rest > 0; rest /= SYLLABLES.size()) {
      name.append(SYLLABLES.get(rest % SYLLABLES.size()));
    }
    name.setCharAt(0, Character.toUpperCase(name.charAt(0)));
    return name.toString();
  }

  /** Returns the text of a page, and how many elements and different words it has. */
  static Extract extract(byte[] page) {
    String html = new String(page, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(html.length());
    Map<String, Integer> words = new HashMap<>();
    int elements = 0;
    int at = 0;
    while (at < html.length()) {
      int tag = html.indexOf('<', at);
      int textEnd = tag < 0 ? html.length() : tag;
      addText(html.substring(at, textEnd), text, words);
      if (tag < 0) {
        break;
      }
      if (html.startsWith("<!--", tag)) {
        at = after("-->", html, tag);
        continue;
      }
      at = after(">", html, tag);
      char first = html.charAt(tag + 1);
      if (first != '/' && first != '!') {
        elements++;
        String name = nameOfTag(html, tag + 1);
        if (WITHOUT_TEXT.contains(name)) {
          at = after("</" + name + ">", html, at);
        }
      }
    }
    return new Extract(text.toString(), elements, words.size());
  }

  private static int after(String end, String html, int from) {
    int at = html.indexOf(end, from);
    return at < 0 ? html.length() : at + end.length();
  }

  private static String nameOfTag(String html, int from) {
    int end = from;
    while (Character.isLetterOrDigit(html.charAt(end))) {
      end++;
    }
    return html.substring(from, end).toLowerCase(Locale.ROOT);
  }

  private static void addText(String piece, StringBuilder text, Map<String, Integer> words) {
    for (var rest = new StringTokenizer(decoded(piece)); rest.hasMoreTokens(); ) {
      String word = rest.nextToken();
      text.append(word).append(' ');
      words.merge(word, 1, Integer::sum);
    }
  }

  /** Returns a piece of text with characters for its entities. */
  private static String decoded(String piece) {
    int entity = piece.indexOf('&');
    if (entity < 0) {
      return piece;
    }
    StringBuilder decoded = new StringBuilder(piece.length());
    int at = 0;
    for (; entity >= 0; entity = piece.indexOf('&', at)) {
      int end = piece.indexOf(';', entity);
      String character = end < 0 ? null : ENTITIES.get(piece.substring(entity + 1, end));
      decoded.append(piece, at, entity).append(character == null ? "&" : character);
      at = character == null ? entity + 1 : end + 1;
    }
    return decoded.append(piece, at, piece.length()).toString();
  }
}

package dev.brood.benchmarks.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentsTest {

  private static final int BYTES = 50_000;

  @Test
  void findsTheTextBetweenTheMarkup() {
    String page =
        """
        <!DOCTYPE html><html><head><style>p > a { }</style>
        <script>if (1 < 2) "<p>no</p>";</script></head>
        <body><!-- <p>no</p> --><p class="x">fish &amp; chips,&nbsp;caf&eacute; & more</p></body>
        """;
    assertThat(Documents.extract(page.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Documents.Extract("fish & chips, caf\u00e9 & more ", 6, 5));
  }

  @Test
  void pagesAreOfTheirSizeAndTheSameEachTime() {
    List<byte[]> pages = Documents.pages(2, BYTES);
    assertThat(pages).hasSize(2).allMatch(each -> Math.abs(each.length - BYTES) < BYTES / 10);
    assertThat(pages.get(0)).isNotEqualTo(pages.get(1));
    assertThat(Documents.pages(1, BYTES).getFirst()).isEqualTo(pages.getFirst());
  }

  /** In English prose of some thousand words every fifth or tenth is one that did not occur yet. */
  @Test
  void wordsComeBackAsInNaturalLanguage() {
    Documents.Extract extract = Documents.extract(Documents.pages(1, BYTES).getFirst());
    int all = extract.text().split(" ", -1).length;
    assertThat(all).isBetween(BYTES / 12, BYTES / 5);
    assertThat((double) extract.words() / all).isBetween(0.08, 0.25);
    assertThat(extract.text()).doesNotContain("dataLayer", "<", "&nbsp;");
  }
}

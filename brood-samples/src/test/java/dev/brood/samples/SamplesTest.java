package dev.brood.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.samples.support.Options.UsageException;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void namesAreUniqueAndEasyToType() {
    assertThat(Samples.all())
        .extracting(Sample::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z0-9-]*"));
  }

  @Test
  void numbersRise() {
    assertThat(Samples.all())
        .extracting(Sample::number)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void summariesFitALineOfATerminal() {
    assertThat(Samples.all()).extracting(Sample::summary).allMatch(text -> text.length() <= 51);
  }

  @Test
  void suggestsNamesThatAreAlmostRight() {
    assertThat(Samples.similarTo("hello-proces")).first().isEqualTo("hello-process");
    assertThat(Samples.similarTo("pi")).contains("pi-bbp");
    assertThat(Samples.similarTo("monte")).contains("pi-monte-carlo");
    assertThat(Samples.similarTo("nothing-like-it")).isEmpty();
  }

  @Test
  void aSampleWithoutOptionsTakesNoArguments() {
    Sample sample = Samples.named("own-memory").orElseThrow();
    assertThatThrownBy(() -> sample.run("--limit", "3"))
        .isInstanceOf(UsageException.class)
        .hasMessage("own-memory takes no arguments");
  }

  @Test
  void aSampleWithOptionsKnowsThem() {
    Sample sample = Samples.named("primes").orElseThrow();
    assertThatThrownBy(() -> sample.run("--most", "3"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--limit");
    assertThatThrownBy(() -> sample.run("--limit=many"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("many");
  }
}

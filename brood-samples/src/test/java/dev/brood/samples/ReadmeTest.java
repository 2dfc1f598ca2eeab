package dev.brood.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.samples.readme.FirstSteps;
import dev.brood.samples.readme.SquaresSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README shows is a program of this module, letter by letter. */
class ReadmeTest {
  private static final Pattern SHOWN =
      Pattern.compile(
          "<!-- sample: FirstSteps -->\n+```java\n(?<code>.*?)```\n+<!-- end of sample -->",
          Pattern.DOTALL);

  private static final Pattern REGION =
      Pattern.compile(
          "<!-- sample: (?<sample>\\S+)#(?<region>\\S+) -->\n"
              + "```java\n(?<code>.*?)```\n<!-- end of sample -->",
          Pattern.DOTALL);

  @Test
  void readmeShowsTheProgramThatIsTested() throws IOException {
    Matcher shown = SHOWN.matcher(Files.readString(Path.of("../README.md")));
    assertThat(shown.find()).as("README.md has the marked sample").isTrue();
    String source =
        Files.readString(Path.of("src/main/java/dev/brood/samples/readme/FirstSteps.java"));
    assertThat(shown.group("code")).isEqualTo(source.replaceFirst("package .*\n+", ""));
  }

  /** In other pages: a region of a sample or script, which is compiled and run by its own test. */
  @Test
  void guidesShowRegionsOfSamples() throws IOException {
    int regions = 0;
    try (Stream<Path> pages = Files.list(Path.of("../docs"))) {
      for (Path page : pages.filter(each -> each.toString().endsWith(".md")).toList()) {
        Matcher shown = REGION.matcher(Files.readString(page));
        while (shown.find()) {
          assertThat(shown.group("code"))
              .as("%s in %s", shown.group("sample"), page)
              .isEqualTo(region(shown.group("sample"), shown.group("region")));
          regions++;
        }
      }
    }
    assertThat(regions).isPositive();
  }

  private static String region(String sample, String name) throws IOException {
    String folder = sample.startsWith("scripts/") ? "" : "java/dev/brood/samples/";
    String source = Files.readString(Path.of("src/main", folder + sample + ".java"));
    Matcher region =
        Pattern.compile("// @start region=\"" + name + "\"\n(?<code>.*?) *// @end", Pattern.DOTALL)
            .matcher(source);
    assertThat(region.find()).as("region %s of %s", name, sample).isTrue();
    return region.group("code").stripTrailing().stripIndent() + "\n";
  }

  @Test
  void theProgramOfReadmeRuns() throws Exception {
    ProgramRun run = ProgramRun.of(FirstSteps.class, Duration.ofMinutes(1));
    assertThat(run.out())
        .containsExactly(
            "hello, bob", "[1, 4, 9, 16]", "one task died with exit code 42", "[2, 3, 4]");
    assertThat(run.exitCode()).isZero();
    assertThat(run.leftBehind()).isEmpty();
  }

  @Test
  void theProgramOfThePoolsDocumentationRuns() throws Exception {
    ProgramRun run = ProgramRun.of(SquaresSample.class, Duration.ofMinutes(1));
    assertThat(run.out()).containsExactly("[1, 4, 9]");
    assertThat(run.exitCode()).isZero();
  }
}

package dev.brood.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Checks that {@code docs/conformance.tsv} tells the truth about the tests that it names. */
class ConformanceTest {
  private static final String NOT_APPLICABLE = "n/a";

  private record Row(String reference, String test, String reason) {
    List<String> tests() {
      return test.equals(NOT_APPLICABLE) ? List.of() : Arrays.asList(test.split(", "));
    }
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "conformance.tsv"));
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : lines().subList(1, lines().size())) {
      String[] cells = line.split("\t", -1);
      assertThat(cells).as(line).hasSize(3);
      rows.add(new Row(cells[0], cells[1], cells[2]));
    }
    return rows;
  }

  @Test
  void theTableHasItsThreeColumns() throws IOException {
    assertThat(lines().getFirst()).isEqualTo("reference\ttest\treason");
    assertThat(rows()).hasSizeGreaterThan(400);
  }

  @Test
  void everyReferenceStandsOnce() throws IOException {
    assertThat(rows()).extracting(Row::reference).doesNotHaveDuplicates();
    assertThat(rows()).extracting(Row::reference).allMatch(each -> each.matches("\\S+\\.\\S+"));
  }

  @Test
  void everyRowHasATestOrAReason() throws IOException {
    for (Row row : rows()) {
      assertThat(row.test).as(row.reference).isNotEmpty();
      assertThat(row.tests().isEmpty() && row.reason.isBlank()).as(row.reference).isFalse();
    }
  }

  @Test
  void everyNamedTestRuns() throws IOException {
    Map<String, Class<?>> classes = testClasses();
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      for (String test : row.tests()) {
        String[] name = test.split("#", -1);
        if (name.length != 2 || !runs(classes.get(name[0]), name[1])) {
          wrong.add(row.reference + " names " + test);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean runs(Class<?> owner, String method) {
    if (owner == null
        || Modifier.isAbstract(owner.getModifiers())
        || AnnotationSupport.isAnnotated(owner, Disabled.class)) {
      return false;
    }
    Set<Method> methods = new HashSet<>(Arrays.asList(owner.getMethods()));
    for (Class<?> each = owner; each != null; each = each.getSuperclass()) {
      methods.addAll(Arrays.asList(each.getDeclaredMethods()));
    }
    return methods.stream()
        .filter(each -> each.getName().equals(method))
        .anyMatch(each ->
            AnnotationSupport.isAnnotated(each, Testable.class)
                && !AnnotationSupport.isAnnotated(each, Disabled.class));
  }

  /** The test classes of this module by their simple names. */
  private static Map<String, Class<?>> testClasses() throws IOException {
    Path root = Path.of("src", "test", "java");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith("Test.java"))
          .map(root::relativize)
          .map(ConformanceTest::load)
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));
    }
  }

  private static Class<?> load(Path source) {
    String name = source.toString().replace(source.getFileSystem().getSeparator(), ".");
    try {
      return Class.forName(name.substring(0, name.length() - ".java".length()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}

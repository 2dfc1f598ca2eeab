package dev.brood;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shape of the code: which package may use which, and what only one of them may do.
 *
 * <p>The table is the one of docs/architecture.md. A row for a package that has no code yet is
 * allowed; a package without a row is not.
 */
class ArchitectureTest {
  private static final String ROOT = "dev.brood";

  /** What every package may use, and what uses nothing of ours. */
  private static final List<String> LEAVES =
      List.of("function", "serialization", "exception", "internal.util", "internal.task");

  /**
   * Below {@code dev.brood}: a package, and what it may use beside itself, the leaves and the JDK.
   */
  private static final String TABLE =
      """
      internal.os        :
      internal.folder    : internal.os
      internal.region    : internal.os internal.folder
      internal.ring      : internal.os internal.region
      internal.codec     :
      internal.wire      : internal.codec internal.ring internal.region
      internal.family    : internal.os internal.folder internal.region internal.wire
      internal.lock      : internal.os internal.region internal.family

      memory             : internal.ring internal.lock internal.family internal.region internal.codec internal.wire
      sync               : internal.ring internal.lock internal.family internal.region internal.codec internal.wire
      channel            : internal.stream internal.message internal.station
      internal.queue     : internal.lock internal.family internal.region internal.codec
      queue              : internal.queue internal.family internal.codec channel

      jvm                : internal.os
      progress           : internal.os

      internal.archive   : internal.os
      internal.streams   : internal.os jvm
      internal.stream    : internal.codec internal.ring internal.region internal.folder
      internal.message   : internal.stream internal.codec
      internal.station   : internal.message internal.stream internal.ring internal.wire internal.folder
      internal.command   : internal.os internal.archive internal.wire jvm
      internal.death     : internal.os internal.wire
      internal.launch    : internal.command internal.death internal.os internal.folder internal.archive internal.streams internal.region internal.ring internal.wire jvm
      internal.budget    : internal.command internal.os internal.wire jvm
      internal.spare     : internal.launch internal.command internal.death internal.folder internal.wire internal.codec jvm
      internal.fork      : internal.codec internal.folder jvm
      internal.child     : internal.os internal.region internal.wire internal.codec internal.ring internal.family internal.lock
      internal.rehearsal : internal.child internal.folder internal.message internal.station internal.stream internal.proxy memory sync channel queue manager proxy
      internal.batch     :
      internal.supervise : internal.batch internal.wire
      internal.engine    : internal.supervise internal.batch internal.budget internal.launch internal.command internal.death internal.spare internal.wire internal.codec internal.folder internal.os
      internal.call      : internal.engine internal.supervise internal.batch

      internal.operation :
      internal.service   : internal.operation
      internal.registry  : internal.operation proxy
      internal.referent  : internal.registry internal.service
      internal.protocol  : internal.operation internal.station internal.message internal.stream internal.codec internal.family
      internal.remote    : internal.protocol internal.operation internal.service internal.station internal.message internal.stream internal.codec
      internal.serve     : internal.protocol internal.operation internal.service internal.registry internal.referent internal.station internal.message internal.stream internal.codec
      proxy              :
      internal.proxy     : proxy internal.operation internal.service internal.registry internal.referent internal.remote

      process            : internal.launch internal.command internal.death internal.spare internal.fork internal.child internal.wire internal.codec internal.message jvm channel
      pool               : internal.launch internal.command internal.spare internal.fork internal.child internal.call internal.engine internal.supervise internal.batch internal.wire internal.codec jvm progress process
      manager            : proxy internal.protocol internal.operation internal.service internal.registry internal.referent internal.remote internal.serve internal.proxy internal.station internal.message internal.folder process pool memory jvm
      """;

  private static final Map<String, Set<String>> MAY_USE = importTable();

  private static Map<String, Set<String>> importTable() {
    Set<String> leaves = LEAVES.stream().map(ArchitectureTest::packageName).collect(toSet());
    var table = new TreeMap<String, Set<String>>();
    leaves.forEach(leaf -> table.put(leaf, Set.of()));
    for (String row : TABLE.lines().filter(line -> !line.isBlank()).toList()) {
      String[] cells = row.split(":", -1);
      table.put(
          packageName(cells[0].strip()),
          Stream.concat(
                  leaves.stream(),
                  Pattern.compile(" ")
                      .splitAsStream(cells[1].strip())
                      .filter(cell -> !cell.isEmpty())
                      .map(ArchitectureTest::packageName))
              .collect(toSet()));
    }
    // The front door sees all that is exported, and nothing sees it.
    table.put(
        ROOT,
        table.keySet().stream().filter(name -> !name.contains(".internal.")).collect(toSet()));
    return table;
  }

  private static final int MOST_TYPES = 15;
  private static final int MOST_LINES = 400;

  private static final String OS = packageName("internal.os");
  private static final String LAUNCH = packageName("internal.launch");
  private static final String CHILD = packageName("internal.child");

  /** Writes what a child wrote, line by line, to the owner's own streams: that is its job. */
  private static final String STDIO_FORWARDER =
      packageName("internal.streams") + ".OutputForwarder";

  /** Shows progress on standard error, when it is asked to. */
  private static final String TERMINAL = OS + ".Terminal";

  /** Knows them as objects that every JVM has; a forked child gets its own. */
  private static final String SAME_EVERYWHERE = packageName("internal.fork") + ".StandardObjects";

  private static final List<String> PACKAGES_WHOSE_NAMES_ARE_TAKEN =
      List.of(
          "java.lang",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Every other test passes on an empty scan, so this one proves that the scan was not empty. */
  @Test
  void everySourceFileWasSeen() throws IOException {
    Path sources = Path.of("src", "main", "java");
    try (Stream<Path> files = Files.walk(sources)) {
      Set<String> expected =
          files
              .map(file -> sources.relativize(file).toString())
              .filter(file -> file.endsWith(".java") && !file.equals("module-info.java"))
              .map(file -> file.replace(".java", "").replaceAll("[/\\\\]", "."))
              .collect(toSet());
      assertThat(OURS.stream().map(JavaClass::getName)).containsAll(expected);
    }
  }

  @Test
  void whatIsLargeHasAReason() throws IOException {
    Path sources = Path.of("src", "main", "java");
    Path ours = sources.resolve(ROOT.replace('.', '/'));
    Map<String, Integer> types = new TreeMap<>();
    Set<String> large = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ours)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        if (!name.endsWith("-info")) {
          Path folder = ours.relativize(Objects.requireNonNull(file.getParent()));
          types.merge(folder.toString().replaceAll("[/\\\\]", "."), 1, Integer::sum);
          if (Files.readAllLines(file).size() > MOST_LINES) {
            large.add(name);
          }
        }
      }
    }
    types.forEach((name, count) -> {
      if (count > MOST_TYPES) {
        large.add(name);
      }
    });
    assertThat(namesWithAReason()).containsExactlyInAnyOrderElementsOf(large);
  }

  /** The first column of the table in docs/architecture.md. */
  private static List<String> namesWithAReason() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "architecture.md"));
    String table = page.substring(page.indexOf("| larger | why |"));
    return table
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("\\|", -1)[1])
        .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
        .map(name -> name.group(1))
        .toList();
  }

  @Test
  void everyPackageHasARow() {
    assertThat(packages()).extracting(JavaPackage::getName).isSubsetOf(MAY_USE.keySet());
  }

  static Set<String> rows() {
    return MAY_USE.keySet();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void usesOnlyWhatTheTableAllows(String of) {
    String[] allowed = Objects.requireNonNull(MAY_USE.get(of)).toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage(of)
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..")
                    .and(resideOutsideOfPackage(of))
                    .and(resideOutsideOfPackages(allowed))));
  }

  @Test
  void packagesHaveNoCycles() {
    check(
        SlicesRuleDefinition.slices()
            .assignedFrom(
                new SliceAssignment() {
                  @Override
                  public String getDescription() {
                    return "packages";
                  }

                  @Override
                  public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return SliceIdentifier.of(type.getPackageName());
                  }
                })
            .should()
            .beFreeOfCycles());
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(packages())
        .allSatisfy(each ->
            assertThat(each.isAnnotatedWith(NullMarked.class))
                .as("package-info of %s has @NullMarked", each.getName())
                .isTrue());
  }

  @Test
  void onlyOsCallsNativeCode() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(OS)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.foreign.Linker"));
  }

  @Test
  void onlyLaunchStartsProcesses() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(LAUNCH)
            .should()
            .callMethodWhere(calls(ProcessBuilder.class, "start"))
            .orShould()
            .callMethodWhere(calls(ProcessBuilder.class, "startPipeline"))
            .orShould()
            .callMethodWhere(calls(Runtime.class, "exec")));
  }

  @Test
  void onlyAChildEndsItsJvm() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(CHILD)
            .should()
            .callMethodWhere(
                calls(System.class, "exit")
                    .or(calls(Runtime.class, "exit"))
                    .or(calls(Runtime.class, "halt"))));
  }

  @Test
  void standardStreamsBelongToTheUser() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(CHILD)
            .and(
                describe(
                    "are neither " + STDIO_FORWARDER + " nor " + TERMINAL + ", which write there",
                    type ->
                        !type.getName().startsWith(STDIO_FORWARDER)
                            && !type.getName().equals(SAME_EVERYWHERE)
                            && !type.getName().startsWith(TERMINAL)))
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
  }

  @Test
  void exceptionsSayWhatHappened() {
    check(noClasses().should(GeneralCodingRules.THROW_GENERIC_EXCEPTIONS));
  }

  @Test
  void publicTypesDoNotHideThoseOfTheJdk() {
    assertThat(OURS)
        .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .filteredOn(ArchitectureTest::isNameTaken)
        .isEmpty();
  }

  private static boolean isNameTaken(JavaClass type) {
    return PACKAGES_WHOSE_NAMES_ARE_TAKEN.stream()
        .map(taken -> taken + "." + type.getSimpleName())
        .anyMatch(ArchitectureTest::exists);
  }

  private static boolean exists(String className) {
    try {
      Class.forName(className, false, null);
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  private static List<JavaPackage> packages() {
    return OURS.stream().map(JavaClass::getPackage).distinct().toList();
  }

  private static String packageName(String below) {
    return ROOT + "." + below;
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String method) {
    return describe(
        "calls " + owner.getSimpleName() + "." + method,
        call -> call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(method));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }
}

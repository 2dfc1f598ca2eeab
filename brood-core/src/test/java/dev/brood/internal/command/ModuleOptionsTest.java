package dev.brood.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleOptionsTest {

  @Test
  void aChildWithoutModulePathHearsNothingOfIt() {
    assertThat(
            ModuleOptions.withoutModulePath(
                List.of(
                    "--add-modules=java.sql,ALL-MODULE-PATH",
                    "--add-modules=ALL-MODULE-PATH",
                    "--limit-modules=no.such",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "-Dother=1")))
        .containsExactly(
            "--add-modules=java.sql",
            "--limit-modules=no.such",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-Dother=1");
  }

  @Test
  void whatChangesAModuleThatIsNotHereIsNotPassedOn() {
    assertThat(
            InheritedOptions.select(
                List.of(
                    "--add-opens=no.such/p=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-exports=no.such/p=ALL-UNNAMED",
                    "--add-reads=no.such=java.sql",
                    "--patch-module=no.such=a.jar")))
        .containsExactly("--add-opens=java.base/java.lang=ALL-UNNAMED");
  }
}

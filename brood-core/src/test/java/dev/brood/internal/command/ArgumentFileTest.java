package dev.brood.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ArgumentFileTest {
  @Property(tries = 500)
  void whatIsWrittenIsRead(@ForAll List<String> arguments) {
    assertThat(ArgumentFile.parse(ArgumentFile.format(arguments))).isEqualTo(arguments);
  }

  @Test
  void readsCommentsQuotesAndContinuedLines() {
    String text =
        """
        -Da=1 # not this
        #nor this
          -Db='x y'"z"	"C:\\\\dir" -Dc=a#b "one \\
           two" ''
        """;
    assertThat(ArgumentFile.parse(text))
        .containsExactly("-Da=1", "-Db=x yz", "C:\\dir", "-Dc=a#b", "one two", "");
  }

  @Test
  void variablesHaveNeitherCommentsNorEscapes() {
    assertThat(ArgumentFile.parseVariable("-Da=C:\\x -Db=#1 \"-Dc=x y\""))
        .containsExactly("-Da=C:\\x", "-Db=#1", "-Dc=x y");
  }
}

package dev.brood.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.wire.ClassRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassSourceTest {
  private static final byte[] MADE =
      ClassFile.of().build(ClassDesc.of("made.Made"), builder -> builder.withFlags(0));

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restoreContextLoader() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private record Answer(boolean found, String text) {}

  private static Answer ask(ClassLoader loader, byte kind, String text) {
    Thread.currentThread().setContextClassLoader(loader);
    ClassRequest request = ClassRequest.of(new ClassRequest(7, kind, text).payload());
    ByteBuffer answer = ByteBuffer.wrap(new ClassSource().answerTo(request));
    assertThat(answer.getInt()).isEqualTo(7);
    boolean found = answer.get() == 1;
    return new Answer(found, StandardCharsets.ISO_8859_1.decode(answer).toString());
  }

  /** Makes one class, out of nothing. */
  private static final class Maker extends ClassLoader {
    private final boolean keepsFiles;
    private boolean asked;

    Maker(boolean keepsFiles) {
      super("maker", null);
      this.keepsFiles = keepsFiles;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.equals("made.Made")) {
        throw new ClassNotFoundException(name);
      }
      asked = true;
      return defineClass(name, MADE, 0, MADE.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      boolean has = name.equals("made/Made.class") && keepsFiles && asked;
      return has ? new ByteArrayInputStream(MADE) : null;
    }

    @Override
    public String toString() {
      return "the maker";
    }
  }

  @Test
  void classThatIsMadeWhenItIsAskedFor() {
    Answer answer = ask(new Maker(true), ClassRequest.CLASS, "made/Made.class");
    assertThat(answer.found).isTrue();
    assertThat(answer.text).isEqualTo(new String(MADE, StandardCharsets.ISO_8859_1));
  }

  @Test
  void classWithoutAFile() {
    assertThat(ask(new Maker(false), ClassRequest.CLASS, "made/Made.class"))
        .isEqualTo(
            new Answer(
                false,
                "its owner has the class, but the class loader gives no class file: the maker"));
  }

  @Test
  void classThatIsNowhere() {
    assertThat(ask(before, ClassRequest.CLASS, "no/Such.class")).isEqualTo(new Answer(false, ""));
  }

  @Test
  void loaderThatFailsIsAnsweredForAndDoesNotHideTheOthers() {
    ClassLoader failing =
        new ClassLoader(null) {
          @Override
          public InputStream getResourceAsStream(String name) {
            throw new IllegalStateException("closed");
          }
        };
    Answer answer = ask(failing, ClassRequest.FIRST, "no/such.txt");
    assertThat(answer.found).isFalse();
    assertThat(answer.text).contains("closed");
    String own = ClassSource.class.getName().replace('.', '/') + ".class";
    assertThat(ask(failing, ClassRequest.FIRST, own).found).isTrue();
  }

  @Test
  void allResourcesOfAName(@TempDir Path first, @TempDir Path second) throws Exception {
    Files.writeString(first.resolve("words"), "one");
    Files.writeString(second.resolve("words"), "two");
    URL[] urls = {first.toUri().toURL(), second.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, null)) {
      List<String> places = ask(loader, ClassRequest.ALL, "words").text.lines().toList();
      assertThat(places).hasSize(2);
      assertThat(ask(loader, ClassRequest.FIRST, "words").text).isEqualTo("one");
      for (int i = 0; i < 2; i++) {
        assertThat(ask(loader, ClassRequest.ONE, "words\n" + places.get(i)).text)
            .isEqualTo(i == 0 ? "one" : "two");
      }
      assertThat(ask(loader, ClassRequest.ONE, "words\nelsewhere").found).isFalse();
      assertThat(ask(loader, ClassRequest.ALL, "none").found).isFalse();
    }
  }

  @Test
  void variablesOfASessionAreLeftOut() {
    byte[] classFile =
        ClassFile.of()
            .build(
                ClassDesc.of("REPL.$JShell$11"),
                builder ->
                    builder
                        .withField("base", ConstantDescs.CD_int, ClassFile.ACC_STATIC)
                        .withField("own", ConstantDescs.CD_int, 0));
    assertThat(fieldsOf(SessionVariables.without(classFile, "REPL/$JShell$11.class")))
        .containsExactly("own");
    assertThat(fieldsOf(SessionVariables.without(classFile, "REPL/$JShell$11B.class")))
        .containsExactly("own");
    // A class that the user declares in a session, and a class anywhere else.
    assertThat(SessionVariables.without(classFile, "REPL/$JShell$11$Mine.class"))
        .isSameAs(classFile);
    assertThat(SessionVariables.without(classFile, "app/Main.class")).isSameAs(classFile);
  }

  private static List<String> fieldsOf(byte[] classFile) {
    return ClassFile.of().parse(classFile).fields().stream()
        .map(field -> field.fieldName().stringValue())
        .toList();
  }
}

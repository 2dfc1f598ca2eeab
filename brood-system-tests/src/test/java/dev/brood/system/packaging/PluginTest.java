package dev.brood.system.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brood.function.SerializableBiFunction;
import dev.brood.function.SerializableCallable;
import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import dev.brood.pool.Pool;
import dev.brood.pool.ProcessPoolExecutor;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions of a class that only a class loader of the program's own finds. */
class PluginTest {

  private static final String SOURCE =
      """
      package plugin;

      import dev.brood.function.*;

      public final class Plugin {
        public static SerializableFunction<Integer, Integer> square() {
          return x -> Product.of(x, x);
        }

        public static SerializableBiFunction<Integer, Integer, Integer> product() {
          return Product::of;
        }

        public static SerializableCallable<Integer> answer() {
          return () -> Product.of(6, 7);
        }

        public static SerializableRunnable failure() {
          return () -> {
            throw new IllegalStateException("product=" + Product.of(6, 7));
          };
        }
      }

      final class Product {
        static int of(int x, int y) {
          return x * y;
        }
      }
      """;

  @TempDir Path directory;
  private URLClassLoader loader;
  private ProcessPoolExecutor executor;
  private Pool pool;

  @BeforeEach
  void open() throws IOException {
    Path source = directory.resolve("source/plugin/Plugin.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, SOURCE);
    Path classes = directory.resolve("classes");
    Workshop.javac("-cp", Workshop.locationOf(Pool.class), "-d", classes, source);
    loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, PluginTest.class.getClassLoader());
    executor = ProcessPoolExecutor.of(1);
    pool = executor.pool();
  }

  @AfterEach
  void close() throws IOException {
    executor.close();
    loader.close();
  }

  private Object made(String method) throws ReflectiveOperationException {
    return loader.loadClass("plugin.Plugin").getMethod(method).invoke(null);
  }

  @SuppressWarnings("unchecked") // The source above says what it is.
  private SerializableFunction<Integer, Integer> square() throws ReflectiveOperationException {
    return (SerializableFunction<Integer, Integer>) made("square");
  }

  @Test
  void withAnArgument() throws Exception {
    assertThat(pool.apply(square(), 7)).isEqualTo(49);
  }

  @Test
  @SuppressWarnings("unchecked") // As above.
  void withTwoArguments() throws Exception {
    SerializableBiFunction<Integer, Integer, Integer> product =
        (SerializableBiFunction<Integer, Integer, Integer>) made("product");
    assertThat(pool.apply(product, 6, 7)).isEqualTo(42);
  }

  @Test
  void withoutArgument() throws Exception {
    var answer = (SerializableCallable<?>) made("answer");
    assertThat(pool.<Object>apply(answer)).isEqualTo(42);
  }

  @Test
  void withoutResult() throws Exception {
    SerializableRunnable failure = (SerializableRunnable) made("failure");
    assertThatThrownBy(() -> executor.submit(failure).join())
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("product=42");
  }

  @Test
  void asInitializer() throws Exception {
    SerializableRunnable failure = (SerializableRunnable) made("failure");
    assertThatThrownBy(() -> Pool.builder().workers(1).initializer(failure).build().close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("product=42");
  }

  @Test
  void ofManyItems() throws Exception {
    assertThat(pool.map(square(), List.of(1, 2, 3))).containsExactly(1, 4, 9);
  }
}

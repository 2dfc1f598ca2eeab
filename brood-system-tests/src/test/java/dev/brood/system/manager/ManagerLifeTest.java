package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.brood.exception.ManagerDiedException;
import dev.brood.jvm.Stdio;
import dev.brood.manager.Manager;
import dev.brood.manager.Proxies;
import dev.brood.proxy.ValueProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a manager begins and ends, and what lives in it meanwhile. */
class ManagerLifeTest {
  @Test
  void aClosedManagerSaysSo() {
    Manager other = Manager.start();
    List<Integer> list = other.list();
    assertThat(other.isAlive()).isTrue();
    assertThat(other.clientCount()).isEqualTo(1);
    other.close();
    other.close();
    assertThat(other.isAlive()).isFalse();
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(list::size);
    assertThatExceptionOfType(ManagerDiedException.class).isThrownBy(other::list);
  }

  @Test
  void aShutdownMayTakeAsLongAsItTakes() {
    Manager other = Manager.builder().shutdownTimeout(Duration.ofSeconds(Long.MAX_VALUE)).start();
    other.close();
    assertThat(other.isAlive()).isFalse();
  }

  @Test
  void aManagerRunsItsInitializerFirst() {
    try (Manager other =
        Manager.builder()
            .initializer(() -> System.setProperty("manager.test", "was here"))
            .start()) {
      ValueProxy<String> any = other.value("x");
      String seen = Proxies.apply(any, each -> System.getProperty("manager.test"));
      assertThat(seen).isEqualTo("was here");
    }
    assertThatExceptionOfType(ManagerDiedException.class)
        .isThrownBy(() ->
            Manager.builder()
                .stdio(Stdio.discard())
                .initializer(() -> {
                  throw new IllegalStateException("not today");
                })
                .start())
        .havingCause()
        .withMessage("not today");
  }

  @Test
  void anObjectThatNobodyUsesGoes() {
    try (Manager other = Manager.start()) {
      List<Object> outer = other.list();
      List<Object> inner = other.list(List.of("kept"));
      outer.add(inner);
      // A cycle.
      inner.add(outer);
      Proxies.release(inner);
      Garbage.collectIn(other);
      assertThat(((List<?>) outer.get(0)).get(0)).isEqualTo("kept");
      Proxies.release(outer);
      Garbage.awaitObjects(other, 0);
    }
  }
}

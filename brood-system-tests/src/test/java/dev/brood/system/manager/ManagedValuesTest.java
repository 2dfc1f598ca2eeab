package dev.brood.system.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brood.exception.NotSendableException;
import dev.brood.manager.Proxies;
import dev.brood.proxy.ArrayProxy;
import dev.brood.proxy.CounterProxy;
import dev.brood.proxy.NamespaceProxy;
import dev.brood.proxy.ValueProxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/**
 * What values of a manager, and objects of types of its user, do for one process and its threads.
 */
class ManagedValuesTest extends WithOneManager {
  @Test
  void valuesArraysNamespacesAndCounters() {
    ValueProxy<String> value = manager.value("a");
    assertThat(value.compareAndSet("b", "c")).isFalse();
    assertThat(value.getAndSet("b")).isEqualTo("a");
    assertThat(value.update(old -> old + "!")).isEqualTo("b!");
    assertThat(value).hasToString("b!");

    ArrayProxy<Integer> array = manager.array(List.of(1, 2, 3));
    array.set(0, 7);
    assertThat(array.update(1, old -> old * 10)).isEqualTo(20);
    array.setAll(1, List.of(8, 9));
    assertThat(array.slice(0, 3)).containsExactly(7, 8, 9);
    assertThat(array.length()).isEqualTo(3);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> array.get(3));

    NamespaceProxy namespace = manager.namespace();
    namespace.set("name", "Bob");
    namespace.set("job", null);
    assertThat(namespace.get("name", String.class)).isEqualTo("Bob");
    assertThat(namespace.get("job")).isNull();
    assertThat(namespace).hasToString("Namespace{job=null, name=Bob}");
    assertThat(namespace.remove("job")).isTrue();
    assertThat(namespace.has("job")).isFalse();
    assertThat(namespace.asMap()).isEqualTo(Map.of("name", "Bob"));
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> namespace.get("job"))
        .withMessageContaining("name=job");
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> namespace.get("name", Integer.class));

    CounterProxy counter = manager.counter(5);
    assertThat(counter.increment()).isEqualTo(6);
    assertThat(counter.decrement()).isEqualTo(5);
    assertThat(counter.compareAndSet(5, 9)).isTrue();
    assertThat(counter.get()).isEqualTo(9);
  }

  @Test
  void elementsAreCopies() {
    List<List<String>> list = manager.list(List.of(new ArrayList<>(List.of("a"))));
    list.get(0).add("lost");
    assertThat(list.get(0)).containsExactly("a");
    List<String> changed = list.get(0);
    changed.add("b");
    list.set(0, changed);
    assertThat(list.get(0)).containsExactly("a", "b");
  }

  @Test
  void largeValuesPass() {
    ValueProxy<byte[]> value = manager.value(new byte[3_000_000]);
    byte[] other = new byte[5_000_000];
    other[4_999_999] = 1;
    value.set(other);
    assertThat(value.get()).isEqualTo(other);
  }

  @Test
  void whatCannotBeSentFailsInTheCallerAndLeavesTheRest() {
    List<Object> list = manager.list();
    assertThatExceptionOfType(NotSendableException.class)
        .isThrownBy(() -> list.add(new Object()))
        .withMessageContaining("argument[0]");
    list.add(1);
    assertThat(list).containsExactly(1);
  }

  @Test
  void anOwnTypeIsSharedOrRegistered() throws Exception {
    Ledger ledger = manager.share(Ledger.class, Ledger.InMemory::new);
    assertThat(ledger.write("one")).isEqualTo(1);
    assertThat(ledger.lines()).containsExactly("one");
    assertThat(ledger).hasToString("Ledger[one]").isEqualTo(ledger);
    Ledger registered = manager.create("ledger", Ledger.class, "a", "b");
    assertThat(registered.lines()).containsExactly("a", "b");
    assertThat(registered).isNotEqualTo(ledger);
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> manager.create("leger", Ledger.class))
        .withMessageContaining("[ledger");
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> manager.create("ledger", Runnable.class));
    assertThatIllegalArgumentException().isThrownBy(() -> manager.share(String.class, () -> "a"));
  }

  @Test
  void whatAMethodThrowsArrivesWithTheFramesOfTheManager() {
    Ledger ledger = manager.share(Ledger.class, Ledger.InMemory::new);
    assertThatExceptionOfType(Ledger.LedgerException.class)
        .isThrownBy(ledger::fail)
        .withMessage("no ink")
        .satisfies(thrown -> {
          assertThat(thrown.getStackTrace()[0].getMethodName()).isEqualTo("fail");
          assertThat(Arrays.toString(thrown.getStackTrace()))
              .contains("ManagedValuesTest")
              .contains("manager (pid " + manager.pid().getAsLong() + ")");
        });
    assertThatExceptionOfType(NotSendableException.class).isThrownBy(ledger::secret);
    assertThat(ledger.write("still works")).isEqualTo(1);
  }

  @Test
  void aResultMayStayInTheManager() {
    Ledger ledger = manager.create("ledger", Ledger.class, "a", "b");
    Iterator<String> reader = ledger.reader();
    assertThat(Proxies.isProxy(reader)).isTrue();
    assertThat(reader.next() + reader.next()).isEqualTo("ab");
    assertThat(reader.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::next);
  }

  @Test
  void objectsAreFoundByName() {
    List<String> list = manager.list(List.of("a"));
    manager.bind("letters", list);
    List<String> found = manager.find("letters", List.class);
    found.add("b");
    assertThat(list).containsExactly("a", "b");
    assertThatExceptionOfType(ClassCastException.class)
        .isThrownBy(() -> manager.find("letters", Map.class));
    manager.unbind("letters");
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> manager.find("letters", List.class));
    assertThatIllegalArgumentException().isThrownBy(() -> manager.bind("x", List.of()));
  }
}

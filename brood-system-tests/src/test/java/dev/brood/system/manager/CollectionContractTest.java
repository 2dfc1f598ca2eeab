package dev.brood.system.manager;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import com.google.common.collect.testing.features.MapFeature;
import dev.brood.manager.Manager;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The JDK's contracts of collections, which Guava has as tests, for those of a manager. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollectionContractTest {

  private Manager manager;

  @BeforeAll
  void start() {
    manager = Manager.start();
  }

  @AfterAll
  void end() {
    manager.close();
  }

  @TestFactory
  Stream<DynamicTest> aListIsOne() {
    return tests(
        ListTestSuiteBuilder.using(
                new TestStringListGenerator() {
                  @Override
                  protected List<String> create(String[] elements) {
                    return manager.list(Arrays.asList(elements));
                  }
                })
            .named("list")
            .withFeatures(
                ListFeature.GENERAL_PURPOSE,
                CollectionFeature.ALLOWS_NULL_VALUES,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionSize.ZERO,
                CollectionSize.SEVERAL)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> aMapIsAConcurrentOne() {
    return tests(
        ConcurrentMapTestSuiteBuilder.using(
                new TestStringMapGenerator() {
                  @Override
                  protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                    Map<String, String> map = manager.map();
                    for (Map.Entry<String, String> each : entries) {
                      map.put(each.getKey(), each.getValue());
                    }
                    return map;
                  }
                })
            .named("map")
            .withFeatures(
                MapFeature.GENERAL_PURPOSE,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionSize.ZERO,
                CollectionSize.SEVERAL)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> aSetIsOne() {
    return tests(
        SetTestSuiteBuilder.using(
                new TestStringSetGenerator() {
                  @Override
                  protected Set<String> create(String[] elements) {
                    return manager.set(Arrays.asList(elements));
                  }
                })
            .named("set")
            .withFeatures(
                CollectionFeature.GENERAL_PURPOSE,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionSize.ZERO,
                CollectionSize.SEVERAL)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> aQueueIsOne() {
    return queues(
        "queue",
        elements -> {
          Queue<String> queue = manager.queue();
          Collections.addAll(queue, elements);
          return queue;
        });
  }

  @TestFactory
  Stream<DynamicTest> aDequeIsAQueue() {
    return queues(
        "deque",
        elements -> {
          Queue<String> queue = manager.deque();
          Collections.addAll(queue, elements);
          return queue;
        });
  }

  private interface Maker {
    Queue<String> make(String[] elements);
  }

  private static Stream<DynamicTest> queues(String name, Maker maker) {
    return tests(
        QueueTestSuiteBuilder.using(
                new TestStringQueueGenerator() {
                  @Override
                  protected Queue<String> create(String[] elements) {
                    return maker.make(elements);
                  }
                })
            .named(name)
            .withFeatures(
                CollectionFeature.GENERAL_PURPOSE,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionFeature.KNOWN_ORDER,
                CollectionSize.ZERO,
                CollectionSize.SEVERAL)
            .createTestSuite());
  }

  private static Stream<DynamicTest> tests(junit.framework.Test test) {
    if (test instanceof TestSuite suite) {
      return Collections.list(suite.tests()).stream().flatMap(CollectionContractTest::tests);
    }
    return Stream.of(DynamicTest.dynamicTest(test.toString(), () -> run((TestCase) test)));
  }

  private static void run(TestCase test) throws Throwable {
    TestResult result = new TestResult();
    test.run(result);
    for (TestFailure each : Collections.list(result.failures())) {
      throw each.thrownException();
    }
    for (TestFailure each : Collections.list(result.errors())) {
      throw each.thrownException();
    }
  }
}

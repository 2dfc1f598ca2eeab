package dev.brood.internal.referent;

import dev.brood.internal.service.NamespaceService;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Values by name. */
final class NamespaceObject implements NamespaceService, Copyable {

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, @Nullable Object> values = new TreeMap<>();

  @Override
  public @Nullable Object get(String name) {
    lock.lock();
    try {
      Object value = values.get(name);
      if (value == null && !values.containsKey(name)) {
        throw new NoSuchElementException("the namespace has no name=" + name);
      }
      return value;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void set(String name, @Nullable Object value) {
    lock.lock();
    try {
      values.put(name, value);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean has(String name) {
    lock.lock();
    try {
      return values.containsKey(name);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean remove(String name) {
    lock.lock();
    try {
      boolean had = values.containsKey(name);
      values.remove(name);
      return had;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Object[] all() {
    lock.lock();
    try {
      List<@Nullable Object> all = new ArrayList<>();
      values.forEach((name, value) -> {
        all.add(name);
        all.add(value);
      });
      return all.toArray();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Object copy() {
    lock.lock();
    try {
      return new TreeMap<>(values);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "Namespace" + values;
    } finally {
      lock.unlock();
    }
  }
}

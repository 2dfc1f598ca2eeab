package dev.brood.internal.launch;

import dev.brood.internal.util.Log;
import dev.brood.internal.wire.ClassRequest;
import dev.brood.internal.wire.FrameChannel;
import dev.brood.internal.wire.FrameType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Class files and resources for children that cannot find them by path, out of the class loaders
 * that their functions came from. Any thread; keeps no loader alive.
 */
public final class ClassSource {

  private static final int MOST_NAMES = 256;

  private final List<WeakReference<ClassLoader>> loaders = new CopyOnWriteArrayList<>();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private volatile WeakReference<Class<?>> lastType = new WeakReference<>(null);

  /** Opens a source over the context loader of the calling thread. */
  public ClassSource() {
    add(ClassLoader.getSystemClassLoader());
    add(Thread.currentThread().getContextClassLoader());
  }

  /** Adds the loader of an object that is about to be sent. */
  public void addLoaderOf(Object object) {
    Class<?> type = object.getClass();
    if (lastType.refersTo(type)) {
      return;
    }
    lastType = new WeakReference<>(type);
    add(type.getClassLoader());
    addName(nameOf(type));
  }

  /** Adds classes that children will need, by name. */
  public void addNames(Collection<String> names) {
    names.forEach(this::addName);
  }

  /** Adds a class that children will need, by name, unless every JVM has it anyway. */
  public void addName(String name) {
    if (sent.size() < MOST_NAMES && !name.startsWith("java.") && !name.startsWith("[")) {
      sent.add(name);
    }
  }

  /** A class that the JVM made up for a lambda goes by the name of the class with the lambda. */
  private static String nameOf(Class<?> type) {
    String name = type.getName();
    int lambda = type.isHidden() ? name.indexOf("$$Lambda") : -1;
    return lambda < 0 ? name : name.substring(0, lambda);
  }

  /** Returns the names of classes that children were sent objects of, or lambdas from. */
  public Set<String> namesSent() {
    return Set.copyOf(sent);
  }

  private void add(@Nullable ClassLoader loader) {
    if (loader == null) {
      return;
    }
    for (WeakReference<ClassLoader> known : loaders) {
      if (known.refersTo(loader)) {
        return;
      }
    }
    loaders.removeIf(known -> known.refersTo(null));
    loaders.addFirst(new WeakReference<>(loader));
  }

  /** Makes a loader that finds what any of them finds, for reading what children send. */
  public ClassLoader newLoader() {
    return new Joint();
  }

  private final class Joint extends ClassLoader {
    Joint() {
      super("brood-classes", ClassSource.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      for (WeakReference<ClassLoader> known : loaders) {
        ClassLoader loader = known.get();
        try {
          if (loader != null) {
            return Class.forName(name, false, loader);
          }
        } catch (ClassNotFoundException e) {
          Log.debug(name + " is not in " + loader, e);
        }
      }
      throw new ClassNotFoundException(name);
    }
  }

  /** Answers a request of a child, on a thread of its own: a loader may have to open a jar. */
  void answer(byte[] payload, FrameChannel to) {
    ClassRequest request = ClassRequest.of(payload);
    Thread.ofVirtual()
        .name("brood-class-source")
        .start(() -> {
          byte[] answer = answerTo(request);
          to.send(FrameType.CLASS_REPLY, answer, 0, answer.length);
        });
  }

  /** Whatever the loaders do, there is an answer: the child waits for it. */
  byte[] answerTo(ClassRequest request) {
    byte[] found;
    String problem = "";
    try {
      found = find(request);
      if (found != null && !ClassRequest.fits(found.length)) {
        problem = "it is too large to be sent: size=" + found.length;
        found = null;
      } else if (found == null && request.kind() == ClassRequest.CLASS) {
        problem = whyNoClassFile(request.name());
      }
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      Log.debug("cannot read " + request.name() + " for a child", e);
      found = null;
      problem = "a class loader failed: " + e;
    }
    byte[] bytes = found == null ? problem.getBytes(StandardCharsets.UTF_8) : found;
    return request.answer(found != null, bytes);
  }

  /** Returns what a child asks for, or null if there is no such thing. */
  private byte @Nullable [] find(ClassRequest request) throws IOException {
    return switch (request.kind()) {
      case ClassRequest.CLASS -> classFile(request.name());
      case ClassRequest.FIRST -> first(request.name());
      case ClassRequest.ALL -> locations(request.name());
      default -> one(request.name(), request.location());
    };
  }

  private byte @Nullable [] classFile(String name) throws IOException {
    byte[] found = first(name);
    if (found == null && isLoaded(name)) {
      // Some loaders make a class when it is first asked for, and have its file from then on: a
      // source launch compiles the other files of the program in this way.
      found = first(name);
    }
    return found == null ? null : SessionVariables.without(found, name);
  }

  private boolean isLoaded(String file) {
    return loaderOf(file) != null;
  }

  private @Nullable ClassLoader loaderOf(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    for (ClassLoader loader : alive()) {
      try {
        return Class.forName(name, false, loader).getClassLoader();
      } catch (ClassNotFoundException | LinkageError e) {
        Log.debug(name + " is not in " + loader, e);
      }
    }
    return null;
  }

  private String whyNoClassFile(String file) {
    ClassLoader loader = loaderOf(file);
    return loader == null
        ? ""
        : "its owner has the class, but the class loader gives no class file: " + loader;
  }

  private List<ClassLoader> alive() {
    List<ClassLoader> alive = new ArrayList<>();
    for (WeakReference<ClassLoader> known : loaders) {
      ClassLoader loader = known.get();
      if (loader != null) {
        alive.add(loader);
      }
    }
    return alive;
  }

  private byte @Nullable [] first(String name) throws IOException {
    IOException failure = null;
    for (ClassLoader loader : alive()) {
      try (InputStream in = loader.getResourceAsStream(name)) {
        if (in != null) {
          return in.readAllBytes();
        }
      } catch (IOException | RuntimeException e) {
        // Another may have it.
        failure = new IOException(loader + ": " + e, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return null;
  }

  private Map<String, URL> all(String name) throws IOException {
    Map<String, URL> all = new LinkedHashMap<>();
    for (ClassLoader loader : alive()) {
      for (URL each : Collections.list(loader.getResources(name))) {
        all.putIfAbsent(each.toString(), each);
      }
    }
    return all;
  }

  private byte @Nullable [] locations(String name) throws IOException {
    Map<String, URL> all = all(name);
    return all.isEmpty() ? null : String.join("\n", all.keySet()).getBytes(StandardCharsets.UTF_8);
  }

  private byte @Nullable [] one(String name, String location) throws IOException {
    URL url = all(name).get(location);
    if (url == null) {
      return null;
    }
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    }
  }
}

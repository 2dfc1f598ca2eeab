package dev.brood.cli;

import dev.brood.manager.Manager;
import dev.brood.manager.ManagerBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.SocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = {
      "Serve a manager: shared objects for all who know the key.",
      "Prints the address when it serves, and ends at SIGTERM or Ctrl-C; what is shared is gone"
          + " then."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private KeyOptions key = new KeyOptions();

  @Option(
      names = "--address",
      paramLabel = "HOST",
      description = "Listen at this address of the machine; by default only this machine connects.")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Listen at this port; by default at a free one, which is printed.")
  private int port;

  @Option(
      names = "--socket",
      paramLabel = "FILE",
      description = "Listen at a Unix-domain socket instead; it is deleted at the end.")
  private Optional<Path> socket = Optional.empty();

  @Option(names = "--any-interface", description = "Allow --address 0.0.0.0 and the like.")
  private boolean anyInterface;

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      description = "Find classes of yours here, beside the class path of this command.")
  private Optional<String> classPath = Optional.empty();

  @Option(
      names = "--allow",
      paramLabel = "CLASS",
      split = ",",
      description = "Read objects of these classes from clients, beside plain ones of the JDK.")
  private List<String> allowed = List.of();

  @Option(
      names = "--setup",
      paramLabel = "CLASS",
      description =
          "Let this class register types of yours: a Consumer<ManagerBuilder> with a constructor"
              + " without parameters.")
  private Optional<String> setup = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Thread.currentThread().setContextClassLoader(classes());
    ManagerBuilder builder = Manager.builder();
    if (anyInterface) {
      builder.anyInterface();
    }
    for (String each : allowed) {
      builder.allow(named(each));
    }
    if (setup.isPresent()) {
      setUp(builder, named(setup.get()));
    }
    try (Manager manager = open(builder)) {
      Thread atExit = new Thread(manager::close, "brood-serve-end");
      Runtime.getRuntime().addShutdownHook(atExit);
      spec.commandLine()
          .getOut()
          .printf("serving at %s, pid %d%n", address(manager), ProcessHandle.current().pid());
      spec.commandLine().getOut().flush();
      try {
        // SIGTERM and Ctrl-C end the JVM.
        new CountDownLatch(1).await();
      } catch (InterruptedException asked) {
        Runtime.getRuntime().removeShutdownHook(atExit);
      }
    }
    return 0;
  }

  private Manager open(ManagerBuilder builder) throws IOException {
    try {
      return builder.listen(where(), key.read(System.getenv())).serve();
    } catch (KeyOptions.UnfitKeyException | IllegalArgumentException mistake) {
      throw mistake(String.valueOf(mistake.getMessage()), mistake);
    }
  }

  private SocketAddress where() {
    if (socket.isPresent()) {
      if (host.isPresent() || port != 0) {
        throw mistake("--socket has neither --address nor --port", null);
      }
      return UnixDomainSocketAddress.of(socket.get());
    }
    try {
      InetAddress at =
          host.isPresent() ? InetAddress.getByName(host.get()) : InetAddress.getLoopbackAddress();
      return new InetSocketAddress(at, port);
    } catch (UnknownHostException unknown) {
      throw mistake("--address " + host.orElse("") + " is unknown", unknown);
    }
  }

  private static String address(Manager manager) {
    return switch (manager.address().orElseThrow()) {
      case InetSocketAddress internet ->
          internet.getAddress().getHostAddress() + ":" + internet.getPort();
      case SocketAddress other -> other.toString();
    };
  }

  private ClassLoader classes() {
    ClassLoader own = ServeCommand.class.getClassLoader();
    if (classPath.isEmpty()) {
      return own;
    }
    List<URL> places = new ArrayList<>();
    for (String each : classPath.get().split(File.pathSeparator, -1)) {
      try {
        places.add(Path.of(each).toUri().toURL());
      } catch (MalformedURLException impossible) {
        throw mistake("--class-path " + each + " is no path", impossible);
      }
    }
    // Never closed: clients bring objects of these classes until the JVM ends.
    return new URLClassLoader("brood-serve", places.toArray(URL[]::new), own);
  }

  private Class<?> named(String name) {
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException unknown) {
      throw mistake("there is no class " + name + " on the class path, or --class-path", unknown);
    }
  }

  @SuppressWarnings("unchecked") // One that consumes something else says so itself.
  private void setUp(ManagerBuilder builder, Class<?> type) {
    if (!Consumer.class.isAssignableFrom(type)) {
      throw mistake("--setup " + type.getName() + " is no Consumer<ManagerBuilder>", null);
    }
    try {
      ((Consumer<ManagerBuilder>) type.getConstructor().newInstance()).accept(builder);
    } catch (ReflectiveOperationException failure) {
      throw mistake(
          "--setup "
              + type.getName()
              + " has no public constructor without parameters, or it fails",
          failure);
    }
  }

  private ParameterException mistake(String what, @Nullable Exception why) {
    ParameterException mistake = new ParameterException(spec.commandLine(), what);
    if (why != null) {
      mistake.initCause(why);
    }
    return mistake;
  }
}

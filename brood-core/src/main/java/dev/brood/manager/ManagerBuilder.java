package dev.brood.manager;

import dev.brood.function.SerializableFunction;
import dev.brood.function.SerializableRunnable;
import dev.brood.internal.protocol.ServerAddress;
import dev.brood.internal.remote.ServerLink;
import dev.brood.internal.serve.Registration;
import dev.brood.internal.serve.ServerTerms;
import dev.brood.internal.station.Dial;
import dev.brood.internal.util.Deadline;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import dev.brood.process.JvmProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Manager}: {@link #start} in a child, {@link #serve} in this JVM, {@link #connect}
 * to one that is there. Not safe for concurrent use; may build several managers.
 *
 * @since 0.1
 */
public final class ManagerBuilder {

  private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

  private final List<Registration> registrations = new ArrayList<>();
  private final Set<Class<?>> allowed = new HashSet<>();
  private @Nullable String name;
  private JvmOptions jvm = JvmOptions.defaults();
  private Stdio stdio = Stdio.forward();
  private @Nullable StartMethod method;
  private @Nullable SerializableRunnable initializer;
  private Duration patience = Duration.ofSeconds(20);
  private Duration handleLease = Duration.ofMinutes(10);
  private Duration shutdownTimeout = Duration.ofSeconds(5);
  private long longestMessage = 256L << 20;
  private @Nullable SocketAddress address;
  private byte[] key = {};
  private boolean anyInterface;
  private boolean reconnects = true;

  ManagerBuilder() {}

  /**
   * Lets clients ask for objects of a type of yours by a name. Needed where clients cannot send
   * functions; others can {@link Manager#share} as well.
   *
   * {@snippet class = "dev.brood.samples.manager.OwnType" region = "register"}
   *
   * @param <T> the interface
   * @param typeName what they ask for
   * @param type the interface, whose methods they can call
   * @param factory makes an object of the arguments of {@link Manager#create}; it must be safe for
   *     many threads
   * @return this builder
   * @throws IllegalArgumentException if {@code type} is no interface
   */
  public <T> ManagerBuilder register(
      String typeName,
      Class<T> type,
      SerializableFunction<List<@Nullable Object>, ? extends T> factory) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException("type=" + type.getName() + " is no interface");
    }
    Objects.requireNonNull(typeName, "name");
    registrations.removeIf(each -> each.name().equals(typeName));
    registrations.add(new Registration(typeName, type, factory));
    return this;
  }

  /**
   * Sets the name of the child, for people; by default {@code Manager-} and a number.
   *
   * @param given the name
   * @return this builder
   */
  public ManagerBuilder name(String given) {
    name = Objects.requireNonNull(given, "name");
    return this;
  }

  /**
   * Sets how the child's JVM is started: heap, flags, class path, environment, JDK.
   *
   * @param options the options
   * @return this builder
   */
  public ManagerBuilder jvm(JvmOptions options) {
    jvm = Objects.requireNonNull(options, "jvm");
    return this;
  }

  /**
   * Sets what happens to the child's standard streams; by default lines are forwarded.
   *
   * @param streams what happens
   * @return this builder
   */
  public ManagerBuilder stdio(Stdio streams) {
    stdio = Objects.requireNonNull(streams, "stdio");
    return this;
  }

  /**
   * Sets where the child's JVM comes from; by default as {@link StartMethod#ofThisJvm} says.
   *
   * @param from the start method
   * @return this builder
   * @throws IllegalArgumentException if the method does not work in this JVM
   */
  public ManagerBuilder startMethod(StartMethod from) {
    method = from.requireAvailable();
    return this;
  }

  /**
   * Sets what the manager runs before it serves.
   *
   * @param first what to run; what it throws is the failure of {@link #start}
   * @return this builder
   */
  public ManagerBuilder initializer(SerializableRunnable first) {
    initializer = Objects.requireNonNull(first, "initializer");
    return this;
  }

  /**
   * Lets processes connect that are not of this family and know a key.
   *
   * @param at where: an {@link InetSocketAddress}, where port 0 stands for any free one, or a
   *     {@link UnixDomainSocketAddress}, whose file is made when the manager starts and deleted
   *     when it ends
   * @param secret what they must know; it does not travel. For TCP at least 16 random bytes
   * @return this builder
   * @throws IllegalArgumentException if the address is of another kind, or the key too short for
   *     TCP
   */
  public ManagerBuilder listen(SocketAddress at, byte[] secret) {
    Dial.check(at, secret);
    address = at;
    key = secret.clone();
    return this;
  }

  /**
   * Allows {@link #listen} at the wildcard address, that is on all interfaces of the machine.
   *
   * @return this builder
   */
  public ManagerBuilder anyInterface() {
    anyInterface = true;
    return this;
  }

  /**
   * Lets objects of some classes be read over {@link #listen} or {@link #connect}, beside what
   * {@link dev.brood.channel.ConnectionOptions#remoteFilter} accepts.
   *
   * @param types the classes; those that they are made of must be among them too
   * @return this builder
   */
  public ManagerBuilder allow(Class<?>... types) {
    allowed.addAll(List.of(types));
    return this;
  }

  /**
   * Sets how many bytes a call or an answer may have that comes over {@link #listen} or {@link
   * #connect}; 256 MiB by default. A longer one ends the connection before memory is allocated.
   *
   * @param bytes positive
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public ManagerBuilder longestMessage(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes=" + bytes + " is not positive");
    }
    longestMessage = bytes;
    return this;
  }

  /**
   * Sets after which silence the manager and its clients believe that the other is gone though the
   * connection stands: 20 seconds by default. Signs of life are sent four times as often.
   *
   * @param most positive
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public ManagerBuilder patience(Duration most) {
    patience = positive("patience", most);
    return this;
  }

  /**
   * Sets how long an object stays, though nobody uses it, because somebody who used it has sent a
   * handle of it to a process that may not have received it yet, or fell silent, or was cut off by
   * a network, and may come back; 10 minutes by default.
   *
   * @param most positive
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public ManagerBuilder handleLease(Duration most) {
    handleLease = positive("handleLease", most);
    return this;
  }

  /**
   * Sets how long the child may take to end when the manager is closed, and once more after TERM; 5
   * seconds by default.
   *
   * @param most positive
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public ManagerBuilder shutdownTimeout(Duration most) {
    shutdownTimeout = positive("shutdownTimeout", most);
    return this;
  }

  /**
   * Sets whether {@link #connect} makes a manager that connects again, at the next call, when its
   * connection has broken; it does by default.
   *
   * @param yes whether
   * @return this builder
   */
  public ManagerBuilder reconnect(boolean yes) {
    reconnects = yes;
    return this;
  }

  private static Duration positive(String what, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(what + "=" + time + " is not positive");
    }
    return time;
  }

  private ServerSettings settings() {
    if (address instanceof InetSocketAddress internet
        && internet.getAddress().isAnyLocalAddress()
        && !anyInterface) {
      throw new IllegalArgumentException(
          "address="
              + address
              + " is open to every network of this machine; name one interface, or"
              + " allow it by anyInterface()");
    }
    return new ServerSettings(
        new ServerTerms(Deadline.nanos(patience), Deadline.nanos(handleLease)),
        registrations,
        initializer,
        address,
        key,
        longestMessage,
        allowed);
  }

  /**
   * Starts a manager in a child of this process, and waits until it serves. It ends with this
   * process at the latest.
   *
   * @return the manager
   * @throws dev.brood.exception.ProcessStartException if no JVM can be started
   * @throws dev.brood.exception.NotSendableException if a factory or the initializer cannot be sent
   * @throws dev.brood.exception.ManagerDiedException if it ends before it serves; the cause is what
   *     it threw; or if the thread is interrupted meanwhile, which stays pending
   */
  public Manager start() {
    JvmProcess.Builder options =
        JvmProcess.builder()
            .name(name == null ? "Manager-" + LAST_NUMBER.incrementAndGet() : name)
            .jvm(jvm)
            .stdio(stdio);
    if (method != null) {
      options.startMethod(method);
    }
    return Manager.ofChild(ChildServer.start(settings(), options), shutdownTimeout);
  }

  /**
   * Serves a manager in this JVM. Here its objects are used without any message, and what this
   * JVM's own threads put into them or take is not copied. When the manager is closed, calls that
   * wait here fail as those of other processes do.
   *
   * @return the manager
   * @throws IOException if the address cannot be used
   */
  public Manager serve() throws IOException {
    ServerSettings settings = settings();
    return Manager.ofHome(new LocalHome(ServedHere.open(settings, ServedHere.door(settings.id))));
  }

  /**
   * Connects to a manager.
   *
   * @param to where it listens: a {@link UnixDomainSocketAddress} or an {@link InetSocketAddress}
   * @param secret what both sides must know; it does not travel
   * @return the manager
   * @throws dev.brood.exception.AuthenticationException if one side does not know the key
   * @throws IOException if nobody listens there, or does not answer in time, or the thread is
   *     interrupted, which stays pending
   * @throws IllegalArgumentException if the address is of another kind, or the key too short for
   *     TCP
   */
  public Manager connect(SocketAddress to, byte[] secret) throws IOException {
    Dial.check(to, secret);
    return Manager.ofHome(
        new RemoteHome(
            ServerLink.connect(
                new ServerAddress(to, secret),
                name == null ? "pid " + ProcessHandle.current().pid() : name,
                ServerSettings.acceptance(longestMessage, allowed),
                reconnects)));
  }
}

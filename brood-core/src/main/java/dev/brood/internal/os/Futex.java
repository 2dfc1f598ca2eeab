package dev.brood.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sleeping on a word of mapped memory until another process changes it: futex(2) of Linux. A waker
 * reaches the sleeping thread itself, with no thread between them that reads a socket.
 *
 * <p>Only where the user lets Brood call native code, with {@code --enable-native-access}: else the
 * JVM would warn. A sleep takes no notice of an interrupt and holds the carrier of a virtual
 * thread; so it is to be short, and of platform threads only.
 *
 * <p>A sleeper says for which of 32 causes it sleeps, and a waker which of them it wakes.
 */
public final class Futex {

  // From linux/futex.h; without FUTEX_PRIVATE_FLAG, since the word is other processes' too.
  private static final int FUTEX_WAIT_BITSET = 9;
  private static final int FUTEX_WAKE_BITSET = 10;

  private static final long NO_ADDRESS = 0;

  private static final AtomicBoolean LINKING = new AtomicBoolean();
  private static volatile @Nullable Futex ofThisJvm;

  /** {@code struct timespec}, one for each thread. */
  private static final ThreadLocal<MemorySegment> TIMES =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2));

  private final MethodHandle syscall;
  private final long number;

  private Futex(MethodHandle syscall, long number) {
    this.syscall = syscall;
    this.number = number;
  }

  /**
   * Returns the futex of this JVM, or null if there is none, or not yet: the first call has it
   * linked in the background, which takes a fresh JVM some 70 ms.
   */
  public static @Nullable Futex ofThisJvm() {
    Futex futex = ofThisJvm;
    if (futex == null && isPermitted() && LINKING.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("brood-futex").start(() -> ofThisJvm = link());
    }
    return futex;
  }

  /** Tells whether this JVM may use it, and its system has it. */
  public static boolean isPermitted() {
    return Permission.GIVEN;
  }

  /** Asked once: a JVM does not change its mind. */
  private static final class Permission {
    static final boolean GIVEN =
        Platform.current() == Platform.LINUX
            && numberOfCall() != 0
            // Which half of a word a bit is in.
            && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
            && Futex.class.getModule().isNativeAccessEnabled();
  }

  /** The number of the system call, which each architecture has its own of; 0 if unknown. */
  private static long numberOfCall() {
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> 202;
      case "aarch64", "riscv64" -> 98;
      default -> 0;
    };
  }

  @SuppressWarnings("restricted")
  private static @Nullable Futex link() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT);
    return linker
        .defaultLookup()
        .find("syscall")
        .map(function ->
            new Futex(
                linker.downcallHandle(function, type, Linker.Option.firstVariadicArg(1)),
                numberOfCall()))
        .orElse(null);
  }

  /**
   * Sleeps if a word of 4 bytes is as expected, until somebody wakes for one of these causes or the
   * time has come; also returns for no reason.
   *
   * @param untilNanos in terms of {@link System#nanoTime}, which on Linux is the kernel's own
   *     monotonic clock
   */
  public void await(MemorySegment memory, long offset, int expected, int causes, long untilNanos) {
    MemorySegment time = TIMES.get();
    time.setAtIndex(ValueLayout.JAVA_LONG, 0, TimeUnit.NANOSECONDS.toSeconds(untilNanos));
    time.setAtIndex(ValueLayout.JAVA_LONG, 1, untilNanos % TimeUnit.SECONDS.toNanos(1));
    call(memory, offset, FUTEX_WAIT_BITSET, expected, time.address(), causes);
  }

  /** Wakes all that sleep on a word for one of these causes. */
  public void wakeAll(MemorySegment memory, long offset, int causes) {
    call(memory, offset, FUTEX_WAKE_BITSET, Integer.MAX_VALUE, NO_ADDRESS, causes);
  }

  private void call(
      MemorySegment memory, long offset, int operation, int value, long time, int causes) {
    try {
      // By address, not as a segment: whoever unmaps the memory meanwhile is not kept from it, and
      // the kernel answers with an error.
      long ignored =
          (long)
              syscall.invokeExact(
                  number, memory.address() + offset, operation, value, time, NO_ADDRESS, causes);
    } catch (Throwable impossible) {
      throw new AssertionError("a system call does not throw", impossible);
    }
  }
}

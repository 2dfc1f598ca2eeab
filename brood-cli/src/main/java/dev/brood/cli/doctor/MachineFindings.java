package dev.brood.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.brood.internal.budget.Budget;
import dev.brood.internal.budget.Means;
import dev.brood.internal.folder.PrivateFolder;
import dev.brood.internal.folder.SharedMemoryDirectory;
import dev.brood.internal.os.KernelFiles;
import dev.brood.jvm.JvmOptions;
import dev.brood.process.CpuBudget;
import dev.brood.process.JvmProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What the machine gives, found out without starting anything. */
final class MachineFindings {

  /** A container gets 64 MB unless somebody asks for more; that is not much for large values. */
  private static final long LITTLE_SHARED_MEMORY = 256L << 20;

  private MachineFindings() {}

  static Finding jdk() {
    String value =
        "%s %s, %s"
            .formatted(
                System.getProperty("java.vm.name"),
                Runtime.version(),
                System.getProperty("java.home"));
    return Finding.ok("jdk", value).with("feature", Runtime.version().feature());
  }

  static Finding processors(CpuBudget budget) {
    Finding finding = Finding.ok("processors", budget.toString());
    OptionalDouble quota = budget.quota();
    if (quota.isPresent() && quota.getAsDouble() < budget.processors()) {
      finding =
          Finding.advice(
              "processors",
              budget.toString(),
              "the quota is no whole number: the last worker is stopped for part of the time");
    }
    return finding.with("processors", budget.processors());
  }

  static Finding memory(int processors) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    String all = KernelFiles.valueOf(KernelFiles.text("/proc/meminfo"), "MemTotal:");
    long machine = all == null ? -1 : KernelFiles.number(all.replace("kB", ""), -1) * 1024;
    return memory(system.getTotalMemorySize(), system.getFreeMemorySize(), machine, processors);
  }

  /**
   * Judges the memory.
   *
   * @param allowed what this process may use, in bytes
   * @param machine what the machine has, in bytes; negative if unknown
   */
  static Finding memory(long allowed, long free, long machine, int processors) {
    // What a JVM takes for its heap at most unless it is told: so does the owner.
    long own = allowed / 4;
    long heap =
        new Budget(Means.of(allowed, own, processors))
            .open(JvmOptions.defaults(), processors)
            .heap();
    String decidedBy = machine > allowed ? "the control group" : "the machine";
    String value =
        "%s by %s, %s free; the heap of each of %d workers may grow to %s"
            .formatted(
                Sizes.text(allowed), decidedBy, Sizes.text(free), processors, Sizes.text(heap));
    Finding finding =
        heap * processors <= allowed - own
            ? Finding.ok("memory", value)
            : Finding.advice(
                "memory",
                value,
                "there is too little for %d workers: have fewer, or give them .heap(\"%dm\")"
                    .formatted(processors, Math.max(16, (allowed / 2 / processors) >> 20)));
    return finding
        .with("allowed_bytes", allowed)
        .with("free_bytes", free)
        .with("worker_heap_bytes", heap);
  }

  static Finding sharedMemory() {
    SharedMemoryDirectory.Place place = SharedMemoryDirectory.ofThisJvm().placeFor(1);
    return sharedMemory(place, place.directory().toFile().getUsableSpace());
  }

  static Finding sharedMemory(SharedMemoryDirectory.Place place, long free) {
    String value = "%s free in %s".formatted(Sizes.text(free), place.directory().getParent());
    Finding finding;
    if (!place.inMemory()) {
      finding =
          Finding.advice(
              "shared-memory",
              "on disk, " + place.reason(),
              "mount a tmpfs at /dev/shm: what is mapped now is also written to disk");
    } else if (free < LITTLE_SHARED_MEMORY) {
      finding =
          Finding.advice(
              "shared-memory",
              value,
              "large values go through files on disk; give more, such as docker run --shm-size=1g");
    } else {
      finding = Finding.ok("shared-memory", value);
    }
    return finding.with("free_bytes", free);
  }

  static Finding unixSockets() {
    Path socket = PrivateFolder.ofThisJvm().path().resolve("doctor.sock");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
      return Finding.ok("unix-sockets", "can be opened in " + socket.getParent());
    } catch (IOException | UnsupportedOperationException | SecurityException refused) {
      return Finding.problem(
          "unix-sockets",
          "cannot be opened: " + refused,
          "children talk to their owner over them; set java.io.tmpdir to a short, writable path");
    } finally {
      try {
        Files.deleteIfExists(socket);
      } catch (IOException leftToTheSweep) {
        // The folder goes with this JVM.
      }
    }
  }

  static Finding nativeAccess() {
    Module library = JvmProcess.class.getModule();
    return library.isNativeAccessEnabled()
        ? Finding.ok("native-access", "granted; who waits for a lock or a queue is woken by futex")
        : Finding.ok(
            "native-access", "not granted; nothing needs it, locks and queues would be faster");
  }
}

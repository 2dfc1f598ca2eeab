package dev.brood.process;

import dev.brood.internal.command.CpuLimits;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How many processors this process may use, and what decided that.
 *
 * <p>The smallest of what is known counts: the processors of the machine, those that this process
 * is bound to, and the quota of its control groups (one and a half processors' worth of time count
 * as two). {@code -XX:ActiveProcessorCount} overrides all of them, also upwards, for a system that
 * tells wrong numbers.
 *
 * <p>The workers of a pool share the processors of its owner: each may use as many as there are for
 * one, at least 1. So pools that are opened in tasks have together no more workers than processors,
 * unless they are told how many. It is not a limit of the system: threads of a worker run where
 * there is room, and {@link Runtime#availableProcessors} says what it always does.
 *
 * <p>A value, for any thread; {@link #detect} asks the system anew. Nothing needs to be closed.
 *
 * @param processors how many to use, at least 1
 * @param decidedBy which of the others decided, in words
 * @param machine processors of the machine, if the system tells
 * @param affinity processors that this process is bound to, if the system tells
 * @param quota processors' worth of time that control groups allow, if they limit it
 * @param flag what {@code -XX:ActiveProcessorCount} says, if it was given
 * @param jvm what {@link Runtime#availableProcessors} says
 * @param share the part of a worker of a pool
 * @since 0.1
 */
public record CpuBudget(
    int processors,
    String decidedBy,
    OptionalInt machine,
    OptionalInt affinity,
    OptionalDouble quota,
    OptionalInt flag,
    int jvm,
    OptionalInt share) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no processor
   */
  public CpuBudget {
    if (processors < 1) {
      throw new IllegalArgumentException("processors=" + processors + " is less than 1");
    }
    Objects.requireNonNull(decidedBy, "decidedBy");
  }

  /**
   * Asks the system how many processors this process may use now.
   *
   * @return the answer, with its reasons
   */
  public static CpuBudget detect() {
    return decide(CpuLimits.detect());
  }

  static CpuBudget decide(CpuLimits limits) {
    int processors = limits.jvm();
    String decidedBy = "the JVM's own count";
    if (limits.flag().isPresent()) {
      processors = limits.flag().getAsInt();
      decidedBy = "-XX:ActiveProcessorCount";
    } else {
      // Where several give the same number, the most general one is named.
      int quota = (int) Math.ceil(limits.quota().orElse(Integer.MAX_VALUE));
      if (quota <= processors) {
        processors = Math.max(1, quota);
        decidedBy = "the CPU quota of the control group";
      }
      if (limits.affinity().orElse(Integer.MAX_VALUE) <= processors) {
        processors = limits.affinity().orElse(processors);
        decidedBy = "the processors that this process is bound to";
      }
      if (limits.machine().orElse(Integer.MAX_VALUE) <= processors) {
        processors = limits.machine().orElse(processors);
        decidedBy = "the processors of the machine";
      }
    }
    if (limits.share().orElse(Integer.MAX_VALUE) < processors) {
      processors = limits.share().getAsInt();
      decidedBy = "the share of a worker of its pool";
    }
    return new CpuBudget(
        processors,
        decidedBy,
        limits.machine(),
        limits.affinity(),
        limits.quota(),
        limits.flag(),
        limits.jvm(),
        limits.share());
  }

  /**
   * Returns the count with all that it was made from, such as {@code 2 processors, decided by the
   * CPU quota of the control group (machine=8, affinity=8, quota=1.50, jvm=2)}.
   *
   * @return one line
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(processors).append(processors == 1 ? " processor" : " processors");
    text.append(", decided by ").append(decidedBy).append(" (");
    machine.ifPresent(count -> text.append("machine=").append(count).append(", "));
    affinity.ifPresent(count -> text.append("affinity=").append(count).append(", "));
    quota.ifPresent(
        share -> text.append("quota=").append(String.format(Locale.ROOT, "%.3g, ", share)));
    flag.ifPresent(count -> text.append("flag=").append(count).append(", "));
    share.ifPresent(count -> text.append("share=").append(count).append(", "));
    return text.append("jvm=").append(jvm).append(')').toString();
  }
}

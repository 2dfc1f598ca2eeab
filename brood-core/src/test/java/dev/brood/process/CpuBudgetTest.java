package dev.brood.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brood.internal.command.CpuLimits;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CpuBudgetTest {
  private static CpuBudget budget(int machine, int affinity, double quota, int flag, int jvm) {
    return budget(machine, affinity, quota, flag, jvm, 0);
  }

  private static CpuBudget budget(
      int machine, int affinity, double quota, int flag, int jvm, int share) {
    return CpuBudget.decide(
        new CpuLimits(
            machine > 0 ? OptionalInt.of(machine) : OptionalInt.empty(),
            affinity > 0 ? OptionalInt.of(affinity) : OptionalInt.empty(),
            quota > 0 ? OptionalDouble.of(quota) : OptionalDouble.empty(),
            flag > 0 ? OptionalInt.of(flag) : OptionalInt.empty(),
            jvm,
            share > 0 ? OptionalInt.of(share) : OptionalInt.empty()));
  }

  @Test
  void withoutLimitsTheMachineDecides() {
    assertThat(budget(8, 8, 0, 0, 8))
        .hasToString(
            "8 processors, decided by the processors of the machine"
                + " (machine=8, affinity=8, jvm=8)");
  }

  @Test
  void theQuotaIsRoundedUp() {
    CpuBudget budget = budget(8, 8, 1.5, 0, 2);
    assertThat(budget.processors()).isEqualTo(2);
    assertThat(budget.toString())
        .startsWith("2 processors, decided by the CPU quota")
        .contains("quota=1.50");
    assertThat(budget(8, 8, 0.1, 0, 1).processors()).isEqualTo(1);
  }

  @Test
  void affinityDecidesWhereItIsSmallest() {
    assertThat(budget(8, 3, 4, 0, 3).decidedBy()).contains("bound to");
  }

  @Test
  void theFlagOverridesAll() {
    assertThat(budget(2, 2, 0, 16, 16))
        .extracting(CpuBudget::processors, CpuBudget::decidedBy)
        .containsExactly(16, "-XX:ActiveProcessorCount");
  }

  @Test
  void aWorkerHasItsShareEvenIfItInheritsTheFlag() {
    CpuBudget budget = budget(8, 8, 0, 16, 16, 4);
    assertThat(budget.processors()).isEqualTo(4);
    assertThat(budget.toString()).contains("share of a worker", "flag=16, share=4");
    assertThat(budget(2, 2, 0, 0, 2, 4).decidedBy()).contains("the machine");
  }

  @Test
  void theJvmDecidesWhereTheSystemTellsNothing() {
    assertThat(budget(0, 0, 0, 0, 6))
        .extracting(CpuBudget::processors, CpuBudget::decidedBy)
        .containsExactly(6, "the JVM's own count");
  }

  @Test
  void thisMachineHasAProcessor() {
    assertThat(CpuBudget.detect().processors())
        .isBetween(1, Runtime.getRuntime().availableProcessors());
  }
}

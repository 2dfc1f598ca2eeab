package dev.brood.cli.doctor;

import dev.brood.benchmarks.report.Json;
import dev.brood.process.CpuBudget;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * All findings, one line each, in text or JSON.
 *
 * @param findings in the order of the text
 */
public record DoctorReport(List<Finding> findings) {

  /** Copies the list. */
  public DoctorReport {
    findings = List.copyOf(findings);
  }

  /**
   * Looks at this machine; takes some seconds, and starts some children.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static DoctorReport examine() throws InterruptedException {
    CpuBudget budget = CpuBudget.detect();
    return new DoctorReport(
        List.of(
            MachineFindings.jdk(),
            MachineFindings.processors(budget),
            MachineFindings.memory(budget.processors()),
            MachineFindings.sharedMemory(),
            MachineFindings.unixSockets(),
            MachineFindings.nativeAccess(),
            StartFindings.archive(),
            StartFindings.spawn(),
            StartFindings.spare()));
  }

  /** Tells whether children can be started and can work here. */
  public boolean isHealthy() {
    return findings.stream().noneMatch(each -> each.level() == Finding.Level.PROBLEM);
  }

  /** Returns a line for each finding, and one more for each that says what to do. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    for (Finding each : findings) {
      String level = each.level().name().toLowerCase(Locale.ROOT);
      text.append("%-8s%-15s%s%n".formatted(level, each.name(), each.value()));
      if (!each.advice().isEmpty()) {
        text.append("%23s-> %s%n".formatted("", each.advice()));
      }
    }
    return text.toString();
  }

  /** Returns one JSON object. */
  public String toJson() {
    StringBuilder json = new StringBuilder("{\"healthy\":").append(isHealthy());
    json.append(",\"findings\":[");
    String separator = "\n";
    for (Finding each : findings) {
      json.append(separator)
          .append("{\"name\":")
          .append(Json.string(each.name()))
          .append(",\"level\":")
          .append(Json.string(each.level().name().toLowerCase(Locale.ROOT)))
          .append(",\"value\":")
          .append(Json.string(each.value()))
          .append(",\"advice\":")
          .append(each.advice().isEmpty() ? "null" : Json.string(each.advice()));
      for (Map.Entry<String, Double> figure : new TreeMap<>(each.figures()).entrySet()) {
        json.append(',')
            .append(Json.string(figure.getKey()))
            .append(':')
            .append(Json.number(figure.getValue()));
      }
      json.append('}');
      separator = ",\n";
    }
    return json.append("\n]}\n").toString();
  }
}

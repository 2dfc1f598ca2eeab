package dev.brood.benchmarks.harness;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A side that gives the samples it was made with and fails when there are none left. */
class FakeSide implements Side {

  private final String label;
  private final List<String> journal;
  private final Deque<Double> samples;

  FakeSide(String label, List<String> journal, Double... samples) {
    this.label = label;
    this.journal = journal;
    this.samples = new ArrayDeque<>(List.of(samples));
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String awaitReady(Deadline deadline) {
    journal.add(label + " ready");
    return "the " + label;
  }

  @Override
  public double sample(Deadline deadline) throws SideFailedException {
    if (samples.isEmpty()) {
      throw new SideFailedException(label + " has no more");
    }
    journal.add(label);
    return samples.removeFirst();
  }

  @Override
  public void close() {
    journal.add(label + " closed");
  }
}

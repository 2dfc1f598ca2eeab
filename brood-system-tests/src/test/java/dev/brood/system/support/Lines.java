package dev.brood.system.support;

import dev.brood.jvm.Stdio;
import java.util.ArrayList;
import java.util.List;

/** Takes the lines that children print. */
public final class Lines implements Stdio.Listener {
  private final List<String> output = new ArrayList<>();
  private final List<String> error = new ArrayList<>();

  @Override
  public synchronized void line(Stdio.Source source, String line) {
    (source == Stdio.Source.OUTPUT ? output : error).add(line);
  }

  /** Returns where a child's lines come here. */
  public Stdio stdio() {
    return Stdio.listener(this);
  }

  /** Returns the lines of standard output so far. */
  public synchronized List<String> output() {
    return List.copyOf(output);
  }

  /** Returns the lines of standard error so far. */
  public synchronized List<String> error() {
    return List.copyOf(error);
  }
}

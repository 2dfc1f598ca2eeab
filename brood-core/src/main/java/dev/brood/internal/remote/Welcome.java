package dev.brood.internal.remote;

/**
 * Which manager answers.
 *
 * @param server its id: a manager that is started anew has another one
 * @param pid its process id, where it runs
 * @param patienceNanos after which silence each side believes that the other is gone
 */
public record Welcome(String server, long pid, long patienceNanos) {

  @Override
  public String toString() {
    return "manager (pid " + pid + ")";
  }
}

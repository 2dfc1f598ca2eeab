package dev.brood.internal.queue;

import dev.brood.exception.OwnerDiedException;
import dev.brood.internal.util.Deadline;

/** Waits until all elements that were put are done, or the rest of them is lost. */
final class Completion {

  private final TakeSide takers;
  private final TaskCount tasks;
  private final WaitingRoom allDone;

  Completion(TakeSide takers, TaskCount tasks, WaitingRoom allDone) {
    this.takers = takers;
    this.tasks = tasks;
    this.allDone = allDone;
  }

  WaitingRoom allDone() {
    return allDone;
  }

  /** Says that an element that was taken is done. */
  void taskDone() {
    boolean over =
        takers.locked(() -> {
          tasks.done();
          return tasks.mayBeOver();
        });
    if (over) {
      allDone.wakeAll();
    }
  }

  /** Returns how many elements were put that are not done. */
  long unfinished() {
    return tasks.unfinished();
  }

  /** An attempt to find all done. */
  private final class Finishing implements WaitingRoom.Attempt {
    private final long deadline;

    Finishing(long deadline) {
      this.deadline = deadline;
    }

    @Override
    public boolean isPromising() {
      return tasks.mayBeOver();
    }

    @Override
    public boolean succeeds() throws InterruptedException {
      return tasks.unfinished() == 0 || takers.tries(this::allIsDone, deadline);
    }

    private boolean allIsDone() {
      long unfinished = tasks.unfinished();
      if (unfinished == 0) {
        return true;
      }
      long lost = tasks.lost();
      if (lost > 0 && lost >= tasks.unfinished()) {
        throw new OwnerDiedException(
            "lost="
                + lost
                + " elements of the queue: processes died that had taken them and had"
                + " not called taskDone(); everything else is done");
      }
      return false;
    }
  }

  /** Waits until all elements are done; returns false when the time runs out first. */
  boolean await(long deadline) throws InterruptedException {
    Deadline.mustNotBeInterrupted();
    Finishing finishing = new Finishing(deadline);
    return finishing.succeeds()
        || (!Deadline.isOver(deadline) && allDone.await(finishing, deadline));
  }
}

package dev.brood.internal.supervise;

import dev.brood.internal.util.Patience;
import dev.brood.internal.wire.EventLoop;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets any number of threads work on one state without waiting for each other.
 *
 * <ol>
 *   <li>The state belongs to the holder of the turn. Everybody else leaves a command in the inbox.
 *   <li>Who leaves a command tries to take the turn and does the work itself; if it cannot have the
 *       turn, its holder looks into the inbox again after giving it back.
 *   <li>News from outside either wake the pool's own thread, or are looked for by a thread that
 *       waits for results ({@link #look}).
 * </ol>
 *
 * <p>After "Flat combining and the synchronization-parallelism tradeoff" (Hendler, Incze, Shavit,
 * Tzafrir, 2010).
 */
final class Combiner implements EventLoop.Work {

  /** The state; its methods are called by the holder of the turn. */
  interface State {

    /**
     * Moves the state on as far as it goes, the commands of the inbox ({@link #runCommands}) among
     * it. Returns how long the pool's own thread may sleep, or {@link EventLoop.Work#NEVER}.
     */
    long advance();

    /** Tells whether the latest {@link #advance} has changed anything. */
    boolean hasMoved();

    /** Tells whether looking shows all that may come; if so, nothing needs to ring. */
    boolean beginLooking();

    /**
     * Tells whether more work may wait for news, which are sure to come; any thread.
     *
     * @param little whether the work takes next to no time
     */
    boolean canWait(boolean little);
  }

  /** So much work at most is left in the inbox before somebody moves the state on for it. */
  private static final int MOST_LEFT = 32;

  private final State state;
  private final Turn turn = new Turn();
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left = new AtomicInteger();
  private volatile boolean looking;

  /** Whether somebody has looked for nothing since news came. */
  private volatile boolean lookedInVain;

  Combiner(State state) {
    this.state = state;
  }

  /** Has a command run: by this thread, or by the one that has the turn. */
  void enqueue(Runnable command) {
    inbox.add(command);
    runInbox();
  }

  /**
   * Has a command run that only brings more work. If it can wait, it is left in the inbox for
   * whoever moves the state on next: to do that for each of many costs as much as all the rest.
   */
  void enqueueWork(Runnable command, boolean little) {
    inbox.add(command);
    // In this order: who has the turn says whether work can wait before it looks into the inbox.
    if (!state.canWait(little) || left.incrementAndGet() >= MOST_LEFT) {
      runInbox();
    }
  }

  private void runInbox() {
    while (!inbox.isEmpty() && turn.tryTake()) {
      try {
        state.advance();
      } finally {
        turn.giveBack();
      }
    }
  }

  /** Runs the commands that are there; tells whether there were any. The holder of the turn. */
  boolean runCommands() {
    left.set(0);
    boolean any = false;
    Runnable command;
    while ((command = inbox.poll()) != null) {
      command.run();
      any = true;
    }
    return any;
  }

  /** Tells whether some thread looks by itself, so that nothing needs to ring. */
  boolean isLookedAt() {
    return looking;
  }

  /** The pool's own thread: does what is due and says how long it may sleep. */
  @Override
  public long step() {
    long sleep;
    do {
      turn.take();
      try {
        sleep = state.advance();
      } finally {
        turn.giveBack();
      }
    } while (!inbox.isEmpty());
    return sleep;
  }

  /**
   * Helps the pool along while the calling thread waits, as long as something moves or has a chance
   * to move soon. One thread at a time; for the others, and where looking does not help, returns at
   * once. When one has looked for nothing nobody looks before news come otherwise: a hundred
   * thousand that wait for a long task would each try.
   */
  void look(Awaited done) {
    if (looking || lookedInVain) {
      return;
    }
    if (!claimLook()) {
      // What came into the inbox while this thread had the turn is this thread's to do.
      runInbox();
      return;
    }
    try {
      Patience patience = new Patience();
      while (!done.isHere() && !Thread.currentThread().isInterrupted()) {
        if (tryAdvance()) {
          patience.renew();
        } else if (!patience.lastsAMoment()) {
          lookedInVain = true;
          break;
        }
      }
    } finally {
      looking = false;
      step();
    }
  }

  /** News have come. */
  void newsCame() {
    if (lookedInVain) {
      lookedInVain = false;
    }
  }

  private boolean claimLook() {
    if (!turn.tryTake()) {
      return false;
    }
    try {
      if (looking || !state.beginLooking()) {
        return false;
      }
      looking = true;
      return true;
    } finally {
      turn.giveBack();
    }
  }

  private boolean tryAdvance() {
    if (!turn.tryTake()) {
      return false;
    }
    boolean moved;
    try {
      state.advance();
      moved = state.hasMoved();
    } finally {
      turn.giveBack();
    }
    return moved || !inbox.isEmpty();
  }
}

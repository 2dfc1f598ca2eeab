package dev.brood.internal.registry;

/** An object that must know who calls: one that can be held. */
public interface SessionBound {

  /** The object as one session sees it; implements the service. */
  interface View {

    /** The session has ended, or has let go of the object: what it holds is free. */
    void end();
  }

  /** Returns the object as a session sees it; asked once for each session. */
  View forSession(Session session);
}

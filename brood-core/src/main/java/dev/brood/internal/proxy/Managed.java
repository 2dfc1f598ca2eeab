package dev.brood.internal.proxy;

import java.io.Serializable;

/** What every proxy of a kind that comes with the library is, beside what it stands for. */
interface Managed extends Serializable {

  /** Returns which shared object it is of. */
  ObjectReference reference();
}

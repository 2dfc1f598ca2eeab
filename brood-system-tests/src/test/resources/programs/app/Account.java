package app;

import java.io.Serializable;

/** Not a record: the state is private and has no accessors. */
class Account implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String owner;
  private final long cents;

  Account(String owner, long cents) {
    this.owner = owner;
    this.cents = cents;
  }

  Account plus(long more) {
    return new Account(owner, cents + more);
  }

  @Override
  public String toString() {
    return owner + ":" + cents;
  }
}

package dev.brood.internal.registry;

/**
 * One object that clients share. It lives as long as somebody refers to it: a session by a lease, a
 * handle on its way, or another object by a proxy.
 */
public final class SharedObject {

  private final ObjectTable table;
  private final long id;
  private final String type;
  private final Class<?> service;
  private final Object referent;

  SharedObject(ObjectTable table, long id, String type, Class<?> service, Object referent) {
    this.table = table;
    this.id = id;
    this.type = type;
    this.service = service;
    this.referent = referent;
  }

  ObjectTable table() {
    return table;
  }

  public long id() {
    return id;
  }

  /** Returns what it is, in the words that {@link ObjectTable#share} was given. */
  public String type() {
    return type;
  }

  /** Returns the interface whose methods may be called. */
  public Class<?> service() {
    return service;
  }

  /** Returns the object itself. */
  public Object referent() {
    return referent;
  }

  @Override
  public String toString() {
    return type + "-" + id;
  }
}

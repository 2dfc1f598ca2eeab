package dev.brood.internal.operation;

import java.io.Serializable;

/**
 * A shared object as a server names it to a client that holds a lease of it.
 *
 * @param id which object
 * @param type what it is: a kind of those that come with the library, or an interface
 */
public record Reference(long id, String type) implements Serializable {

  private static final long serialVersionUID = 1L;
}

package dev.brood.system.manager;

import dev.brood.proxy.ByReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A type of a user's. */
public interface Ledger {

  /** Writes a line, and returns how many there are. */
  int write(String line);

  /** Returns a copy of all lines. */
  List<String> lines();

  /** Returns what reads the lines, in the manager. */
  @ByReference
  Iterator<String> reader();

  /** Throws. */
  void fail() throws LedgerException;

  /** Returns what cannot be sent. */
  Object secret();

  /** What {@link #fail} throws. */
  final class LedgerException extends Exception {
    private static final long serialVersionUID = 1L;

    LedgerException(String message) {
      super(message);
    }
  }

  /** One in memory. */
  final class InMemory implements Ledger {
    private final List<String> lines = new ArrayList<>();

    InMemory() {}

    InMemory(List<?> first) {
      first.forEach(line -> lines.add(String.valueOf(line)));
    }

    @Override
    public synchronized int write(String line) {
      lines.add(line);
      return lines.size();
    }

    @Override
    public synchronized List<String> lines() {
      return List.copyOf(lines);
    }

    @Override
    public synchronized Iterator<String> reader() {
      return List.copyOf(lines).iterator();
    }

    @Override
    public void fail() throws LedgerException {
      throw new LedgerException("no ink");
    }

    @Override
    public Object secret() {
      return new Object();
    }

    /** Not of the interface, so nobody can call it. */
    public void burn() {
      lines.clear();
    }

    @Override
    public synchronized String toString() {
      return "Ledger" + lines;
    }
  }
}

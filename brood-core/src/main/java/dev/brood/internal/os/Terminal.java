package dev.brood.internal.os;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The terminal that standard error goes to, if it does, and the lines that stay at its bottom while
 * others pass above them. Safe for any thread.
 *
 * <p>The cursor rests where the first of the lines that stay begins, so what others write takes
 * their place and they are drawn again below it. Each change is one write: what this JVM writes
 * elsewhere never lands in the middle of it.
 */
public final class Terminal {

  private static final int USUAL_COLUMNS = 80;
  private static final String ERASE_BELOW = "\033[J";
  private static final String NO_WRAP = "\033[?7l";
  private static final String WRAP = "\033[?7h";

  private final Supplier<PrintStream> out;
  private final boolean live;
  private final int columns;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Line> lines = new ArrayList<>();

  /**
   * Describes what stands for a terminal.
   *
   * @param out where to write, asked each time
   * @param live whether the cursor can be moved there
   * @param columns how wide it is
   */
  public Terminal(Supplier<PrintStream> out, boolean live, int columns) {
    this.out = out;
    this.live = live;
    this.columns = columns;
  }

  // Set up when it is first asked for: a program that shows nothing need not look for a terminal.
  private static final class OfStandardError {
    static final Terminal TERMINAL = new Terminal(() -> System.err, isTerminal(), columnsGiven());

    static {
      if (TERMINAL.live) {
        try {
          Runtime.getRuntime().addShutdownHook(new Thread(TERMINAL::leave, "brood-terminal"));
        } catch (IllegalStateException exiting) {
          // Asked for while the JVM ends: there will be no line to leave.
        }
      }
    }
  }

  /** Returns what standard error goes to. */
  public static Terminal standardError() {
    return OfStandardError.TERMINAL;
  }

  /** Only where Linux says so: elsewhere nothing tells of this stream, which may be a file. */
  private static boolean isTerminal() {
    Path stderr = Path.of("/proc/self/fd/2");
    if ("dumb".equals(System.getenv("TERM")) || !Files.isSymbolicLink(stderr)) {
      return false;
    }
    try {
      return isTerminalDevice(Files.readSymbolicLink(stderr));
    } catch (IOException e) {
      // Not allowed to look.
      return false;
    }
  }

  static boolean isTerminalDevice(Path device) {
    return device.startsWith("/dev/pts")
        || device.toString().startsWith("/dev/tty")
        || device.equals(Path.of("/dev/console"));
  }

  private static int columnsGiven() {
    String given = System.getenv("COLUMNS");
    return given != null && given.matches("[1-9]\\d{1,3}")
        ? Integer.parseInt(given)
        : USUAL_COLUMNS;
  }

  /** Tells whether lines can stay and change; else they can only be printed. */
  public boolean isLive() {
    return live;
  }

  /** Returns how many characters fit into a line. */
  public int columns() {
    return columns;
  }

  /** Tells whether it can show these characters. */
  public boolean canShow(String text) {
    return out.get().charset().newEncoder().canEncode(text);
  }

  /** Prints a line above those that stay. */
  public void print(String text) {
    lock.lock();
    try {
      write(text + "\n");
    } finally {
      lock.unlock();
    }
  }

  /**
   * Passes bytes on to a stream, which may show on the same terminal, above the lines that stay.
   */
  public void pass(PrintStream stream, byte[] bytes, int from, int length) {
    lock.lock();
    try {
      if (lines.isEmpty()) {
        stream.write(bytes, from, length);
        stream.flush();
        return;
      }
      PrintStream terminal = out.get();
      terminal.print(ERASE_BELOW);
      terminal.flush();
      stream.write(bytes, from, length);
      stream.flush();
      write("");
    } finally {
      lock.unlock();
    }
  }

  /** Adds a line that stays, below the others. It shows when it has a text. */
  public Line addLine() {
    return new Line();
  }

  /** A line that stays until it is ended. */
  public final class Line {
    private String text = "";

    private Line() {}

    /** Shows a text in the line. */
    public void show(String now) {
      lock.lock();
      try {
        text = now;
        if (!lines.contains(this)) {
          lines.add(this);
        }
        write("");
      } finally {
        lock.unlock();
      }
    }

    /** Ends the line; its last text is printed as one that does not change any more. */
    public void end(String last) {
      lock.lock();
      try {
        lines.remove(this);
        write(last + "\n");
      } finally {
        lock.unlock();
      }
    }
  }

  /** Writes whole lines, then those that stay, and goes back to where these begin. */
  private void write(String passing) {
    StringBuilder all = new StringBuilder();
    if (live) {
      all.append(ERASE_BELOW);
    }
    all.append(passing);
    for (Line each : lines) {
      all.append(NO_WRAP).append(each.text).append(WRAP).append('\n');
    }
    if (!lines.isEmpty()) {
      all.append("\033[").append(lines.size()).append('A');
    }
    PrintStream stream = out.get();
    byte[] bytes = all.toString().getBytes(stream.charset());
    stream.write(bytes, 0, bytes.length);
    stream.flush();
  }

  /** Leaves the cursor below the lines: whatever comes after this program shall not hide them. */
  private void leave() {
    lock.lock();
    try {
      byte[] down = "\n".repeat(lines.size()).getBytes(StandardCharsets.US_ASCII);
      lines.clear();
      PrintStream stream = out.get();
      stream.write(down, 0, down.length);
      stream.flush();
    } finally {
      lock.unlock();
    }
  }
}

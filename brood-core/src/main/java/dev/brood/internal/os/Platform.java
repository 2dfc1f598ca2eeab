package dev.brood.internal.os;

/** Which operating system this is, as far as processes and files differ. */
public enum Platform {
  /** Linux, with or without control groups. */
  LINUX,
  /** macOS. */
  MAC,
  /** Windows: no signals, no file modes. */
  WINDOWS,
  /** Some other Unix. */
  OTHER;

  private static final Platform CURRENT = of(System.getProperty("os.name", ""));

  /** Returns the platform that this JVM runs on. */
  public static Platform current() {
    return CURRENT;
  }

  static Platform of(String osName) {
    if (osName.startsWith("Linux")) {
      return LINUX;
    }
    if (osName.startsWith("Mac")) {
      return MAC;
    }
    return osName.startsWith("Windows") ? WINDOWS : OTHER;
  }
}

package dev.brood.internal.fork;

import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;

/** State of the JDK that belongs to the program: system properties, locale, time zone. */
final class JvmState {

  /** What says how a JVM was started, and not what the program wants. */
  private static final Set<String> OF_THE_JVM =
      Set.of(
          "java.class.path",
          "java.nio.channels.spi.SelectorProvider",
          "java.vm.compressedOopsMode",
          "java.vm.info",
          "jdk.debug",
          "jdk.reflect.useNativeAccessorOnly",
          "stdin.encoding",
          "stdout.encoding",
          "stderr.encoding",
          "user.dir");

  private JvmState() {}

  private static boolean isCopied(String key) {
    return !OF_THE_JVM.contains(key)
        && !key.startsWith("sun.")
        && !key.startsWith("dev.brood.")
        && !key.startsWith("jdk.module.");
  }

  static void put(ByteSink to) {
    Set<String> keys = new TreeSet<>(System.getProperties().stringPropertyNames());
    keys.removeIf(key -> !isCopied(key));
    to.putLength(keys.size());
    for (String key : keys) {
      to.putString(key);
      to.putNullableString(System.getProperty(key));
    }
    to.putString(Locale.getDefault().toLanguageTag());
    for (Locale.Category each : Locale.Category.values()) {
      to.putString(Locale.getDefault(each).toLanguageTag());
    }
    to.putString(TimeZone.getDefault().getID());
  }

  static void restore(ByteSource from) {
    Set<String> before = System.getProperties().stringPropertyNames();
    Set<String> gone = new TreeSet<>(before);
    gone.removeIf(key -> !isCopied(key));
    int count = from.getLength();
    for (int i = 0; i < count; i++) {
      String key = from.getString();
      gone.remove(key);
      String value = from.getNullableString();
      if (value != null && !value.equals(System.getProperty(key))) {
        System.setProperty(key, value);
      }
    }
    gone.forEach(System::clearProperty);
    Locale wanted = Locale.forLanguageTag(from.getString());
    if (!wanted.equals(Locale.getDefault())) {
      Locale.setDefault(wanted);
    }
    for (Locale.Category each : Locale.Category.values()) {
      Locale of = Locale.forLanguageTag(from.getString());
      if (!of.equals(Locale.getDefault(each))) {
        Locale.setDefault(each, of);
      }
    }
    String zone = from.getString();
    if (!zone.equals(TimeZone.getDefault().getID())) {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
    }
  }
}

package dev.brood.internal.fork;

import dev.brood.exception.ProcessStartException;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import dev.brood.jvm.JvmOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
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

  private static final String ZONE = "user.timezone";

  private static final Set<String> LOCALE =
      Set.of("user.language", "user.country", "user.script", "user.variant", "user.locale");

  private JvmState() {}

  private static final String DEFINES = "-D";

  /** What the child's own command line says about its properties. */
  private static Set<String> givenTo(JvmOptions options) {
    Set<String> given = new TreeSet<>();
    for (String each : options.arguments()) {
      if (each.startsWith(DEFINES)) {
        given.add(each.substring(DEFINES.length()).split("=", 2)[0]);
      }
    }
    if (options.environment().containsKey("TZ")) {
      given.add(ZONE);
    }
    return given;
  }

  private static boolean isCopied(String key) {
    return !OF_THE_JVM.contains(key)
        && !key.startsWith("sun.")
        && !key.startsWith("dev.brood.")
        && !key.startsWith("jdk.module.");
  }

  /**
   * Puts the state of this JVM.
   *
   * @param options of the child; what they give it, it keeps
   */
  static void put(ByteSink to, JvmOptions options) {
    Set<String> given = givenTo(options);
    to.putLength(given.size());
    given.forEach(to::putString);
    Set<String> keys = new TreeSet<>(System.getProperties().stringPropertyNames());
    keys.removeIf(key -> !isCopied(key) || given.contains(key));
    to.putLength(keys.size());
    for (String key : keys) {
      to.putString(key);
      to.putNullableString(System.getProperty(key));
    }
    to.putString(Locale.getDefault().toLanguageTag());
    for (Locale.Category each : Locale.Category.values()) {
      to.putString(Locale.getDefault(each).toLanguageTag());
    }
    TimeZone zone = TimeZone.getDefault();
    to.putString(zone.getID());
    // One that the JDK does not know by its name, or knows otherwise, travels itself.
    byte[] own = TimeZone.getTimeZone(zone.getID()).equals(zone) ? new byte[0] : serialized(zone);
    to.putLength(own.length);
    to.putBytes(own, 0, own.length);
  }

  private static byte[] serialized(TimeZone zone) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(zone);
    } catch (IOException e) {
      throw new ProcessStartException("cannot fork: the default time zone cannot be copied", e);
    }
    return bytes.toByteArray();
  }

  static void restore(ByteSource from) throws IOException, ClassNotFoundException {
    Set<String> given = new TreeSet<>();
    for (int i = from.getLength(); i > 0; i--) {
      given.add(from.getString());
    }
    Set<String> before = System.getProperties().stringPropertyNames();
    Set<String> gone = new TreeSet<>(before);
    gone.removeIf(key -> !isCopied(key) || given.contains(key));
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
    restoreLocales(from, given.stream().noneMatch(LOCALE::contains));
    restoreZone(from, !given.contains(ZONE));
  }

  private static void restoreLocales(ByteSource from, boolean isWanted) {
    Locale wanted = Locale.forLanguageTag(from.getString());
    if (isWanted && !wanted.equals(Locale.getDefault())) {
      Locale.setDefault(wanted);
    }
    for (Locale.Category each : Locale.Category.values()) {
      Locale of = Locale.forLanguageTag(from.getString());
      if (isWanted && !of.equals(Locale.getDefault(each))) {
        Locale.setDefault(each, of);
      }
    }
  }

  private static void restoreZone(ByteSource from, boolean isWanted)
      throws IOException, ClassNotFoundException {
    String zone = from.getString();
    byte[] own = new byte[from.getLength()];
    from.getBytes(own, 0, own.length);
    if (isWanted && own.length > 0) {
      ClassLoader loader = JvmState.class.getClassLoader();
      TimeZone.setDefault((TimeZone) SerialPart.read(own, new Object[0], loader));
    } else if (isWanted && !zone.equals(TimeZone.getDefault().getID())) {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
    }
  }
}

package dev.brood.internal.station;

import java.io.ObjectInputFilter;
import java.util.Set;

/**
 * What is read from a peer on another machine unless the user says otherwise: plain values of the
 * JDK, and nothing whose reading runs code of the class path.
 */
public final class RemoteFilter {

  /** The filter. */
  public static final ObjectInputFilter DEFAULT =
      ObjectInputFilter.Config.createFilter(
          String.join(
              ";",
              "maxdepth=100",
              "maxrefs=10000000",
              "java.lang.Boolean",
              "java.lang.Byte",
              "java.lang.Character",
              "java.lang.Short",
              "java.lang.Integer",
              "java.lang.Long",
              "java.lang.Float",
              "java.lang.Double",
              "java.lang.Number",
              "java.lang.String",
              "java.lang.Object",
              "java.lang.Enum",
              "java.lang.StackTraceElement",
              "java.math.*",
              "java.time.*",
              "java.util.*",
              "java.util.concurrent.*",
              "java.util.concurrent.atomic.*",
              "java.util.ImmutableCollections$*",
              "java.net.URI",
              "java.net.Inet4Address",
              "java.net.Inet6Address",
              "java.net.InetAddress",
              "java.net.InetSocketAddress",
              "dev.brood.internal.codec.*",
              "dev.brood.internal.operation.Reference",
              "dev.brood.internal.proxy.*",
              "dev.brood.internal.service.Page",
              "dev.brood.exception.*",
              throwables(),
              "!*"));

  private RemoteFilter() {}

  /** The throwables of the JDK that its collections and ours throw. */
  private static String throwables() {
    return String.join(
        ";",
        "java.lang.Throwable",
        "java.lang.Exception",
        "java.lang.RuntimeException",
        "java.lang.Error",
        "java.lang.InterruptedException",
        "java.lang.IllegalArgumentException",
        "java.lang.IllegalStateException",
        "java.lang.IllegalMonitorStateException",
        "java.lang.IndexOutOfBoundsException",
        "java.lang.ArrayIndexOutOfBoundsException",
        "java.lang.NullPointerException",
        "java.lang.ClassCastException",
        "java.lang.ArithmeticException",
        "java.lang.NumberFormatException",
        "java.lang.SecurityException",
        "java.lang.UnsupportedOperationException",
        "java.lang.ReflectiveOperationException",
        "java.lang.ClassNotFoundException",
        "java.io.IOException",
        "java.io.FileNotFoundException",
        "java.io.ObjectStreamException",
        "java.io.InvalidClassException",
        "java.io.InvalidObjectException",
        "java.io.NotSerializableException");
  }

  /** Returns a filter that lets some more classes through. */
  public static ObjectInputFilter allowing(Set<Class<?>> types) {
    return info ->
        info.serialClass() != null && types.contains(info.serialClass())
            ? ObjectInputFilter.Status.ALLOWED
            : DEFAULT.checkInput(info);
  }
}

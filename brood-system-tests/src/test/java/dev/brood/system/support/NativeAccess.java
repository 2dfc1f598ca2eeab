package dev.brood.system.support;

import dev.brood.jvm.JvmOptions;

/** Children that may call native code, which the JVM of the tests itself may not. */
public final class NativeAccess {

  /** Options that grant it. */
  public static final JvmOptions GRANTED =
      JvmOptions.defaults().withArguments("--enable-native-access=ALL-UNNAMED");

  private NativeAccess() {}
}

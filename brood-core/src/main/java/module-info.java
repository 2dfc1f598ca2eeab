/** Process-based parallelism: child JVMs, pools of them, and what they share. */
module dev.brood.core {
  exports dev.brood.exception;
  exports dev.brood.function;
  exports dev.brood.process;

  // Asked for the options of this JVM where its command line does not tell; images may lack it.
  requires static java.management;
  requires static org.jspecify;
}

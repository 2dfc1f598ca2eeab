/** Process-based parallelism: child JVMs, pools of them, and what they share. */
module dev.brood.core {
  exports dev.brood.exception;
  exports dev.brood.function;

  requires static org.jspecify;
}

/** Process-based parallelism: child JVMs, pools of them, and what they share. */
module dev.brood.core {
  requires static java.management;
  requires static org.jspecify;
}

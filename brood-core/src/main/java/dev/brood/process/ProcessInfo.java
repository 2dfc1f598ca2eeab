package dev.brood.process;

/**
 * Who a JVM is in its family.
 *
 * @param pid its process id
 * @param name the name that its owner gave it, {@code main} for the JVM that the user started
 * @param daemon whether it was started as a daemon
 */
public record ProcessInfo(long pid, String name, boolean daemon) {}

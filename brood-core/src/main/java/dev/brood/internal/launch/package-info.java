/**
 * Owner side: the command line of a child, its process, its output, its end.
 *
 * <p>Runs in every JVM that owns children, and only there. What is said to a child that runs
 * belongs to {@code internal.wire}; what it is to do, to {@code internal.supervise}.
 *
 * <p>What stands between a fresh JVM and its first child is written without lambdas, streams and
 * secure random numbers: the first lambda costs such a JVM 4 ms, the first random number 30.
 *
 * <ul>
 *   <li>Command line: {@link LaunchSpec}, {@link CommandLine}, {@code InheritedOptions}, {@code
 *       LauncherArguments}, {@code ArgumentFile}, {@code ProgramPath}, {@code ClassPath}, {@code
 *       OwnClasses}, {@code ClassReferences}, {@code JavaHome}.
 *   <li>Process: {@link ChildJvm}, {@code ProcessTree}, {@link ExitCode}, {@link DeathReport},
 *       {@link CrashLog}, {@code OutOfMemoryKills}, {@link CpuLimits}.
 *   <li>Archives of classes: {@code ArchiveTraining}.
 * </ul>
 */
@NullMarked
package dev.brood.internal.launch;

import org.jspecify.annotations.NullMarked;

package dev.brood.internal.spare;

import dev.brood.internal.command.LaunchSpec;
import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Preload;
import dev.brood.jvm.StartMethod;
import dev.brood.jvm.Stdio;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What spares of one shelf have in common: all that cannot be changed when one is taken. */
record SpareKind(
    JvmOptions jvm,
    Stdio stdio,
    boolean ring,
    List<String> inherited,
    @Nullable Path overlay,
    Preload preload) {

  /**
   * Returns the kind of the spares for a child. A forked one gets its classes initialized, or not,
   * together with their state; nothing may be initialized before.
   */
  static SpareKind of(LaunchSpec spec, boolean ring) {
    Preload preload = spec.method() == StartMethod.FORK ? Preload.nothing() : Preload.ofThisJvm();
    // What comes through this JVM is treated as is wanted from the moment when a spare is taken.
    boolean piped =
        spec.stdio().output() == Stdio.Output.FORWARD
            || spec.stdio().output() == Stdio.Output.LISTENER;
    Stdio stdio = piped ? Stdio.forward() : spec.stdio();
    return new SpareKind(spec.jvm(), stdio, ring, spec.inherited(), spec.overlay(), preload);
  }
}

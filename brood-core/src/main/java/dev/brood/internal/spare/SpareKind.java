package dev.brood.internal.spare;

import dev.brood.jvm.JvmOptions;
import dev.brood.jvm.Preload;
import dev.brood.jvm.Stdio;

/** What spares of one shelf have in common: all that cannot be changed when one is taken. */
record SpareKind(JvmOptions jvm, Stdio stdio, boolean ring, Preload preload) {}

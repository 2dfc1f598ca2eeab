package dev.brood.internal.launch;

import dev.brood.internal.command.LaunchSpec;
import dev.brood.internal.wire.Parcel;
import dev.brood.internal.wire.Welcome;
import java.util.List;

/**
 * What to start.
 *
 * @param spec how to start the JVM; its number is filled in
 * @param welcome what the child is told; the region is filled in
 * @param ring whether the stream goes through rings in mapped memory
 * @param first how the stream to the child begins; with that it may begin, and end, its work
 * @param keepsOwnerAlive whether this JVM does not end by itself before the child has ended
 * @param classes where classes come from that the child cannot find
 */
public record ChildRequest(
    LaunchSpec spec,
    Welcome welcome,
    boolean ring,
    List<Parcel> first,
    boolean keepsOwnerAlive,
    ClassSource classes) {}

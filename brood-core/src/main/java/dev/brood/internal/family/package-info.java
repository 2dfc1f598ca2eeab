/**
 * Who belongs to a family, who of them lives, what they share and how they wake each other.
 *
 * <p>Runs in owners and children. A process becomes a member when it first uses something shared;
 * the root of the family keeps the list. What the shared bytes mean belongs to the packages above.
 *
 * <ul>
 *   <li>Members: {@link Family}, {@link Hub}, {@code Membership}, {@code MemberTable}, {@code
 *       ProofOfLife}, {@code Janitor}.
 *   <li>Shared things: {@link SharedSegment}, {@link Cell}, {@link CellRef}, {@code Slab}, {@code
 *       SlabAllocator}, {@code Attachments}, {@link CellSurvey}.
 *   <li>Waiting: {@link WaitSet}, {@link Sleeper}, {@code WaitKey}.
 * </ul>
 */
@NullMarked
package dev.brood.internal.family;

import org.jspecify.annotations.NullMarked;

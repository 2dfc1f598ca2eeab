/**
 * What {@code brood doctor} finds out: what this machine gives to child JVMs, as measured here and
 * now.
 */
@NullMarked
package dev.brood.cli.doctor;

import org.jspecify.annotations.NullMarked;

/**
 * Programs packed and started in all the ways that Java knows, each in a JVM of its own, with the
 * core jar as users get it.
 */
@NullMarked
package dev.brood.system.packaging;

import org.jspecify.annotations.NullMarked;

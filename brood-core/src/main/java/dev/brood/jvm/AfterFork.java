package dev.brood.jvm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method without parameters that runs in each child of {@link StartMethod#FORK},
 * after the state was copied and before the target runs: the place to open again what cannot be
 * copied, such as connections, files and executors.
 *
 * <p>Only methods of classes within the {@link ForkScope} that are initialized in the parent count;
 * the method may be private. They run on the child's main thread, class by class in the order of
 * their names. If one throws, the target does not run, and the child has failed with that.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AfterFork {}

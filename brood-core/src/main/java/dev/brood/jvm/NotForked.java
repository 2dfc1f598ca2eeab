package dev.brood.jvm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what a child of {@link StartMethod#FORK} does not get a copy of.
 *
 * <ul>
 *   <li>A field, static or not, of a class within the {@link ForkScope}: it is {@code null}, zero
 *       or false in the child. An {@link AfterFork} method may set it.
 *   <li>A class: its static state is made anew, by its static initializer, when the child first
 *       uses it.
 * </ul>
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
public @interface NotForked {}

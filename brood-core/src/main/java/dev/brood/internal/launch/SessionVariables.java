package dev.brood.internal.launch;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.reflect.AccessFlag;

/**
 * The variables of a JShell session, which are static fields of classes that JShell makes.
 *
 * <p>A child gets these classes, for the lambdas and methods in them, but not the values of the
 * variables. It gets the classes without the fields, so that code that uses a variable fails and
 * names it, where it would otherwise go on with 0 or null.
 */
final class SessionVariables {
  private static final String SESSION = "REPL/$JShell$";

  private SessionVariables() {}

  /** Returns the class file without session variables, itself if it is of another class. */
  static byte[] without(byte[] classFile, String name) {
    // Types that the user declares are nested in such a class, and their fields are their own.
    if (!name.startsWith(SESSION) || name.indexOf('$', SESSION.length()) >= 0) {
      return classFile;
    }
    ClassFile format = ClassFile.of();
    return format.transformClass(
        format.parse(classFile),
        ClassTransform.dropping(element ->
            element instanceof FieldModel field
                && field.flags().has(AccessFlag.STATIC)
                // What javac adds for `assert`.
                && !field.flags().has(AccessFlag.SYNTHETIC)));
  }
}

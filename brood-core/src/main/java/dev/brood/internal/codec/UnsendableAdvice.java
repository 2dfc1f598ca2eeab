package dev.brood.internal.codec;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.Buffer;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.stream.BaseStream;

/** What is wrong with an object that cannot be sent, and what to do about it. */
final class UnsendableAdvice {
  static final String GENERAL =
      "Make the class implement java.io.Serializable, mark the field transient, or create the"
          + " object inside the task.";

  private static final String IN_THE_TASK =
      " Create it inside the task, or keep it in a transient or static field.";

  private UnsendableAdvice() {}

  static boolean isLambda(Class<?> type) {
    return type.isHidden() && type.isSynthetic();
  }

  /** Says what is wrong with an object that is not serializable. */
  static String problem(Object object) {
    Class<?> type = object.getClass();
    if (isLambda(type)) {
      return "the lambda in "
          + capturingClass(type)
          + " is not serializable, because its target type "
          + interfaceName(type)
          + " is not";
    }
    return type.getName() + " is not serializable";
  }

  private static String capturingClass(Class<?> lambda) {
    String name = lambda.getName();
    int end = name.indexOf("$$Lambda");
    return end < 0 ? name : name.substring(0, end);
  }

  private static String interfaceName(Class<?> lambda) {
    Class<?>[] interfaces = lambda.getInterfaces();
    return interfaces.length == 0 ? "Object" : interfaces[0].getName();
  }

  /**
   * Says what to do.
   *
   * @param step how the object was reached, see {@link ObjectParts#accept}
   */
  static String advice(Object object, String step) {
    Class<?> type = object.getClass();
    if (isLambda(type)) {
      return forLambda(type);
    }
    String special = forJdkObject(object);
    if (!special.isEmpty()) {
      return special;
    }
    if (CompactProgram.isOfCompactSource(type)) {
      return "It is the object of a compact source file, whose methods and fields belong to it. It"
          + " can travel only if it has no fields: declare the fields static, or as local variables"
          + " of main.";
    }
    if (step.startsWith(ObjectParts.CAPTURED_THIS)) {
      return "The lambda uses a field or method of its object and so takes the whole object along:"
          + " copy what it needs into a local variable first, or make "
          + type.getSimpleName()
          + " serializable.";
    }
    if (step.startsWith(".this$")) {
      return "The object before it is of an inner class, which takes its outer object along: make"
          + " that class static, a record, or a lambda.";
    }
    if (type.isAnonymousClass() || type.isLocalClass()) {
      return "It is of a class declared inside a method: use a lambda whose type is one of"
          + " dev.brood.function, or a static class or record that implements"
          + " java.io.Serializable.";
    }
    if (object.getClass() == Object.class) {
      return "A plain Object, as used for a lock, cannot travel: mark the field transient.";
    }
    return GENERAL;
  }

  private static String forLambda(Class<?> lambda) {
    String name = interfaceName(lambda);
    String ours = ourNameFor(name);
    String simple = name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    return "Declare it as "
        + (ours.isEmpty() ? "an interface that extends java.io.Serializable" : ours)
        + ", or cast it where it is written: ("
        + simple
        + " & java.io.Serializable).";
  }

  private static String ourNameFor(String jdkName) {
    return switch (jdkName) {
      case "java.lang.Runnable",
          "java.util.concurrent.Callable",
          "java.util.function.Supplier",
          "java.util.function.Predicate",
          "java.util.function.Consumer",
          "java.util.function.BiConsumer",
          "java.util.function.Function",
          "java.util.function.BiFunction" ->
          "dev.brood.function.Serializable" + jdkName.substring(jdkName.lastIndexOf('.') + 1);
      default -> "";
    };
  }

  private static String forJdkObject(Object object) {
    if (object instanceof Thread) {
      return "A thread exists only in the process that started it." + IN_THE_TASK;
    }
    if (object instanceof Executor) {
      return "An executor's threads exist only in this process." + IN_THE_TASK;
    }
    if (object instanceof Future) {
      return "A future completes only in this process: send its result instead.";
    }
    if (object instanceof Socket
        || object instanceof ServerSocket
        || object instanceof DatagramSocket) {
      return "A socket belongs to this process: send the address and connect inside the task.";
    }
    if (object instanceof Channel
        || object instanceof InputStream
        || object instanceof OutputStream
        || object instanceof Reader
        || object instanceof Writer
        || object instanceof RandomAccessFile) {
      return "An open file or stream belongs to this process: send the path as a text and open it"
          + " inside the task, or send the content.";
    }
    if (object instanceof Arena || object instanceof Buffer) {
      return "Memory outside of the heap has no meaning in another process: send its content as an"
          + " array, or use shared memory and send its handle.";
    }
    if (object instanceof Path) {
      return "Send path.toString() or path.toFile(), and make it a Path again inside the task.";
    }
    if (object instanceof BaseStream || object instanceof Iterator) {
      return "Send the elements, collected in a list.";
    }
    if (object instanceof ThreadLocal || object instanceof Condition) {
      return "It works only between threads of one process." + IN_THE_TASK;
    }
    if (object instanceof Process || object instanceof ClassLoader) {
      return "It exists only in this process." + IN_THE_TASK;
    }
    if (object instanceof System.Logger || object.getClass().getName().endsWith("Logger")) {
      return "Keep loggers in static fields.";
    }
    return object instanceof Closeable && ObjectParts.isJdk(object.getClass())
        ? "What must be closed belongs to this process." + IN_THE_TASK
        : "";
  }
}

package dev.brood.internal.fork;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The first byte of an object in the image. Those up to {@link #LAST_AT_ONCE} are made when they
 * are named first and filled later; the others are made when they are filled.
 */
final class Kind {

  /** Class, then the fields. */
  static final byte FIELDS = 0;

  /** Class of the elements, length; then the elements. */
  static final byte ARRAY = 1;

  /** Type, length and elements, at once. */
  static final byte PRIMITIVES = 2;

  static final byte STRING = 3;
  static final byte CLASS = 4;

  /** Class and name. */
  static final byte ENUM = 5;

  /** Text of a path of the default file system. */
  static final byte PATH = 6;

  /** Name. */
  static final byte CHARSET = 7;

  /** Number in {@link StandardObjects}. */
  static final byte CONSTANT = 8;

  /** Number in {@link StandardObjects}; then the elements. */
  static final byte COLLECTION = 9;

  /** Number in {@link StandardObjects}; then keys and values. */
  static final byte MAP = 10;

  /** Name of a logger of the JDK's logging. */
  static final byte LOGGER = 11;

  /** Name of a system logger. */
  static final byte SYSTEM_LOGGER = 12;

  /** Class and method that returns it. */
  static final byte JDK_LAMBDA = 13;

  static final byte LAST_AT_ONCE = JDK_LAMBDA;

  /** Class, then the components. */
  static final byte RECORD = 14;

  /** The serialized form with references, then the fields that the class adds to it. */
  static final byte SERIAL = 15;

  static final byte OPTIONAL = 16;
  static final byte WEAK_REFERENCE = 17;
  static final byte SOFT_REFERENCE = 18;

  /** Comparator, then keys and values. */
  static final byte TREE_MAP = 19;

  /** Comparator, then elements. */
  static final byte TREE_SET = 20;

  /** Class and field: what the child's own class has there. */
  static final byte STATIC_FIELD = 21;

  /** A lambda that is not serializable: where it was made, then what it captures. */
  static final byte LAMBDA = 22;

  /** Of an object whose class decides. */
  static final byte NONE = -1;

  /** Returns the kind of an object that the JDK has or makes, or {@link #NONE}. */
  static byte ofStandard(Object value) {
    Class<?> type = value.getClass();
    if (value instanceof String) {
      return STRING;
    }
    if (type.isArray()) {
      return type.getComponentType().isPrimitive() ? PRIMITIVES : ARRAY;
    }
    if (value instanceof Class<?>) {
      return CLASS;
    }
    if (value instanceof Enum) {
      return ENUM;
    }
    if (StandardObjects.collection(type) >= 0) {
      return COLLECTION;
    }
    if (StandardObjects.map(type) >= 0) {
      return MAP;
    }
    if (type == TreeMap.class) {
      return TREE_MAP;
    }
    if (type == TreeSet.class) {
      return TREE_SET;
    }
    if (type == WeakReference.class) {
      return WEAK_REFERENCE;
    }
    return type == SoftReference.class ? SOFT_REFERENCE : ofRare(value, type);
  }

  private static byte ofRare(Object value, Class<?> type) {
    if (StandardObjects.constant(value) >= 0) {
      return CONSTANT;
    }
    if (value instanceof Optional) {
      return OPTIONAL;
    }
    if (value instanceof Path path && path.getFileSystem().equals(FileSystems.getDefault())) {
      return PATH;
    }
    if (value instanceof Charset) {
      return CHARSET;
    }
    if (type.getName().equals("java.util.logging.Logger")) {
      return LOGGER;
    }
    if (type.isHidden()) {
      return JdkLambda.source(value) == null ? NONE : JDK_LAMBDA;
    }
    boolean ofJdk = type.getModule().isNamed();
    return value instanceof System.Logger && ofJdk ? SYSTEM_LOGGER : NONE;
  }

  /** Whether objects of a kind exist before they are filled. */
  static boolean isMadeAtOnce(byte kind) {
    return kind <= LAST_AT_ONCE;
  }

  /** Whether objects of a kind hold no others. */
  static boolean isLeaf(byte kind) {
    return switch (kind) {
      case FIELDS, ARRAY, COLLECTION, MAP -> false;
      default -> isMadeAtOnce(kind) || kind == STATIC_FIELD;
    };
  }

  /** Whether objects of a kind are empty until they are filled. */
  static boolean isCollection(byte kind) {
    return kind == COLLECTION || kind == MAP;
  }

  private Kind() {}
}

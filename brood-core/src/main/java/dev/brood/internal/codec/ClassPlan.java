package dev.brood.internal.codec;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * How objects of one class are written: found once per class, kept as long as the class lives, and
 * by nothing but the class.
 *
 * <p>Shapes are of type {@link Shape} here wherever that will do: the JVM loads a class when it
 * verifies that it is assigned to its superclass, and a starting child has no need of these.
 */
abstract sealed class ClassPlan {
  private static final ClassValue<@Nullable ClassPlan> PLANS =
      new ClassValue<>() {
        @Override
        protected @Nullable ClassPlan computeValue(Class<?> type) {
          return make(type);
        }
      };

  private static final ClassValue<@Nullable ClassShape> CLASS_SHAPES =
      new ClassValue<>() {
        @Override
        protected @Nullable ClassShape computeValue(Class<?> type) {
          int id = type.isHidden() ? -1 : Shape.nextId();
          return id < 0 ? null : new ClassShape(id, type.getName());
        }
      };

  /** Returns the plan for a class, or null if only JDK serialization can write its objects. */
  static @Nullable ClassPlan of(Class<?> type) {
    return PLANS.get(type);
  }

  /** Returns the shape of a class as such, or null if it has no name that could be sent. */
  static @Nullable Shape shapeOf(Class<?> type) {
    return CLASS_SHAPES.get(type);
  }

  private static @Nullable ClassPlan make(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type)) {
      return null;
    }
    if (Enum.class.isAssignableFrom(type)) {
      return makeEnum(type);
    }
    Method writeReplace = ReplacementMethods.writeReplaceOf(type);
    if (writeReplace == null) {
      return type.isRecord() ? makeRecord(type) : null;
    }
    if (!writeReplace.trySetAccessible()) {
      return null;
    }
    return type.isHidden() && type.isSynthetic()
        ? new OfLambda(writeReplace)
        : new OfReplaced(writeReplace);
  }

  private static @Nullable ClassPlan makeRecord(Class<?> type) {
    if (type.isHidden() || Externalizable.class.isAssignableFrom(type)) {
      return null;
    }
    RecordComponent[] components = type.getRecordComponents();
    Field[] fields = new Field[components.length];
    String[] names = new String[components.length];
    byte[] kinds = new byte[components.length];
    for (int i = 0; i < components.length; i++) {
      names[i] = components[i].getName();
      kinds[i] = RecordShape.kindOf(components[i].getType());
      try {
        // The field, as JDK serialization does: an accessor may be overridden to return a copy.
        fields[i] = type.getDeclaredField(names[i]);
      } catch (NoSuchFieldException impossible) {
        return null;
      }
      if (!fields[i].trySetAccessible()) {
        return null;
      }
    }
    int id = Shape.nextId();
    return id < 0
        ? null
        : new OfRecord(new RecordShape(id, type.getName(), names, kinds), kinds, fields);
  }

  private static @Nullable ClassPlan makeEnum(Class<?> type) {
    Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
    if (declaring != type) {
      // A constant with a body has a class of its own; all share the plan of the enum.
      return declaring.isEnum() ? of(declaring) : null;
    }
    Object[] constants = type.getEnumConstants();
    int id = constants == null ? -1 : Shape.nextId();
    if (id < 0) {
      return null;
    }
    String[] names = new String[constants.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = ((Enum<?>) constants[i]).name();
    }
    return new OfEnum(new EnumShape(id, type.getName(), names));
  }

  /** The plan of a record class. */
  static final class OfRecord extends ClassPlan {
    final Shape shape;
    final byte[] kinds;
    final Field[] fields;

    OfRecord(Shape shape, byte[] kinds, Field[] fields) {
      this.shape = shape;
      this.kinds = kinds;
      this.fields = fields;
    }
  }

  /** The plan of an enum class. */
  static final class OfEnum extends ClassPlan {
    final Shape shape;

    OfEnum(Shape shape) {
      this.shape = shape;
    }
  }

  /**
   * The plan of a class whose objects put a record in their place, which stands for them on the way
   * (the serialization proxy of J. Bloch, "Effective Java", item 90).
   */
  static final class OfReplaced extends ClassPlan {
    private final Method writeReplace;

    /** Set as soon as an object has put anything else in its place, which the JDK is to write. */
    private volatile boolean foreign;

    OfReplaced(Method writeReplace) {
      this.writeReplace = writeReplace;
    }

    boolean isForeign() {
      return foreign;
    }

    void setForeign() {
      foreign = true;
    }

    /** Returns what an object puts in its place. */
    @Nullable Object replace(Object whole) throws ReflectiveOperationException {
      return writeReplace.invoke(whole);
    }
  }

  /** The plan of one lambda expression, whose shape is known after its first object is seen. */
  static final class OfLambda extends ClassPlan {
    private final Method writeReplace;

    /** Written before the shape. */
    private boolean constant;

    /** Set once, under the lock of this plan. */
    private volatile @Nullable Shape shape;

    OfLambda(Method writeReplace) {
      this.writeReplace = writeReplace;
    }

    /** Returns the shape if it is known. */
    @Nullable Shape shape() {
      return shape;
    }

    /**
     * Returns whether the lambda is known to capture nothing, so that all its objects are alike.
     */
    boolean isConstant() {
      return constant;
    }

    /** Returns the shape, or null if there are no numbers left. */
    synchronized @Nullable Shape shape(SerializedLambda example) {
      Shape known = shape;
      if (known == null) {
        int id = Shape.nextId();
        if (id >= 0) {
          known = LambdaShape.of(id, example);
          constant = example.getCapturedArgCount() == 0;
          shape = known;
        }
      }
      return known;
    }

    /** Takes a lambda apart; null if it is none after all. */
    @Nullable SerializedLambda takeApart(Object lambda) throws ReflectiveOperationException {
      return writeReplace.invoke(lambda) instanceof SerializedLambda parts ? parts : null;
    }
  }
}

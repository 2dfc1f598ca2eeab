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
  static @Nullable ClassShape shapeOf(Class<?> type) {
    return CLASS_SHAPES.get(type);
  }

  private static @Nullable ClassPlan make(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type)) {
      return null;
    }
    if (type.isRecord()) {
      return makeRecord(type);
    }
    if (Enum.class.isAssignableFrom(type)) {
      return makeEnum(type);
    }
    return type.isHidden() && type.isSynthetic() ? makeLambda(type) : null;
  }

  private static @Nullable ClassPlan makeRecord(Class<?> type) {
    if (type.isHidden() || Externalizable.class.isAssignableFrom(type) || replacesItself(type)) {
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
    return id < 0 ? null : new OfRecord(new RecordShape(id, type.getName(), names, kinds), fields);
  }

  /** The two methods by which a record puts something else in its place. */
  static boolean replacesItself(Class<?> type) {
    return declares(type, "writeReplace") || declares(type, "readResolve");
  }

  private static boolean declares(Class<?> type, String method) {
    try {
      return type.getDeclaredMethod(method) != null;
    } catch (NoSuchMethodException absent) {
      return false;
    }
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

  private static @Nullable ClassPlan makeLambda(Class<?> type) {
    try {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      return writeReplace.trySetAccessible() ? new OfLambda(writeReplace) : null;
    } catch (NoSuchMethodException notALambda) {
      return null;
    }
  }

  /** The plan of a record class. */
  static final class OfRecord extends ClassPlan {
    final RecordShape shape;
    final Field[] fields;

    OfRecord(RecordShape shape, Field[] fields) {
      this.shape = shape;
      this.fields = fields;
    }
  }

  /** The plan of an enum class. */
  static final class OfEnum extends ClassPlan {
    final EnumShape shape;

    OfEnum(EnumShape shape) {
      this.shape = shape;
    }
  }

  /** The plan of one lambda expression, whose shape is known after its first object is seen. */
  static final class OfLambda extends ClassPlan {
    private final Method writeReplace;

    /** Set once, under the lock of this plan. */
    private volatile @Nullable LambdaShape shape;

    OfLambda(Method writeReplace) {
      this.writeReplace = writeReplace;
    }

    /** Returns the shape if it is known. */
    @Nullable LambdaShape shape() {
      return shape;
    }

    /** Returns the shape, or null if there are no numbers left. */
    synchronized @Nullable LambdaShape shape(SerializedLambda example) {
      LambdaShape known = shape;
      if (known == null) {
        int id = Shape.nextId();
        if (id >= 0) {
          known = LambdaShape.of(id, example);
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

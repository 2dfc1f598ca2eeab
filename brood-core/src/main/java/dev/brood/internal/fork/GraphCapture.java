package dev.brood.internal.fork;

import dev.brood.exception.NotSendableException;
import dev.brood.exception.ProcessStartException;
import dev.brood.internal.codec.ByteSink;
import dev.brood.jvm.ForkScope;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Owner: writes objects and all that they refer to, each once.
 *
 * <p>Depth first, with a stack of its own, so chains may be of any length. An object is named when
 * it is met ({@code made}) and its content is written when that of all that it holds was ({@code
 * filled}): so the child can fill a hash table when its keys are complete. Only where objects refer
 * to each other in a circle must the child come back to something.
 */
final class GraphCapture {

  private static final String ADVICE =
      "Annotate the field that leads there with @NotForked, and make it again in a static"
          + " @AfterFork method, or let no static field of the ForkScope lead there";

  private final ForkScope scope;
  private final StaticState state;
  private final NodeTable nodes = new NodeTable();
  private final NodeTable classes = new NodeTable();
  private final NodeTable layouts = new NodeTable();
  private final Map<Class<?>, ObjectPlan> plans = new HashMap<>();
  private final Map<Class<?>, Byte> kinds = new HashMap<>();
  private final MapOrder order = new MapOrder();
  private final Deque<Frame> open = new ArrayDeque<>();
  private String root = "";
  private int fills;

  private final ByteSink classNames = new ByteSink();
  private final ByteSink layoutFields = new ByteSink();
  private final ByteSink made = new ByteSink();
  private final ByteSink filled = new ByteSink();

  GraphCapture(ForkScope scope, StaticState state) {
    this.scope = scope;
    this.state = state;
  }

  /** An object whose parts are being written. */
  private static final class Frame {
    final Object node;
    final int number;
    final byte kind;
    final List<Field> fields;
    final @Nullable Object[] parts;
    final byte[] serial;
    int next;

    Frame(Object node, int number, byte kind, ObjectPlan plan, Parts parts) {
      this.node = node;
      this.number = number;
      this.kind = kind;
      this.fields = plan.fields();
      this.parts = parts.values();
      this.serial = parts.serial();
    }
  }

  /** So many at each end of a path are told. */
  private static final int MOST_STEPS = 12;

  private static final ObjectPlan NO_FIELDS = new ObjectPlan(Kind.ARRAY, List.of(), null);

  /** Whether an object that may also be made again by its class's initializer can be copied. */
  static boolean canCopy(Object value, ForkScope scope) {
    if (LambdaOrigin.of(value) != null || Kind.ofStandard(value) != Kind.NONE) {
      return true;
    }
    ObjectPlan plan = ObjectPlan.of(value.getClass(), scope);
    return plan.refusal() == null && (plan.kind() == Kind.SERIAL || value instanceof ThreadLocal);
  }

  /**
   * Writes an object and all that it refers to.
   *
   * @param path what leads to it, for messages
   * @throws NotSendableException if something cannot be copied
   * @throws ProcessStartException if another thread changes something meanwhile
   */
  void capture(@Nullable Object value, String path) {
    root = path;
    meet(value);
    while (!open.isEmpty()) {
      Frame top = open.getLast();
      if (top.next < top.parts.length) {
        top.next++;
        meet(top.parts[top.next - 1]);
      } else {
        open.removeLast();
        fill(top);
      }
    }
  }

  private void meet(@Nullable Object value) {
    if (value == null || Primitives.isBoxed(value)) {
      return;
    }
    int known = nodes.get(value);
    if (known >= 0) {
      refuseFixedCircle(known);
      return;
    }
    byte kind = kindOf(value);
    int number = nodes.add(value);
    made.putByte(kind);
    if (!putAtOnce(value, kind)) {
      ObjectPlan plan = hasFields(kind) ? planOf(value) : NO_FIELDS;
      if (hasFields(kind)) {
        made.putLength(layout(value.getClass(), plan));
      }
      open.addLast(new Frame(value, number, kind, plan, partsOf(value, kind, plan)));
    }
  }

  private static boolean hasFields(byte kind) {
    return kind == Kind.FIELDS || kind == Kind.RECORD || kind == Kind.SERIAL;
  }

  /** Objects that exist only with their content cannot hold each other in a circle. */
  private void refuseFixedCircle(int known) {
    if (open.isEmpty() || Kind.isMadeAtOnce(open.getLast().kind)) {
      return;
    }
    for (var each = open.descendingIterator(); each.hasNext(); ) {
      Frame frame = each.next();
      if (Kind.isMadeAtOnce(frame.kind)) {
        return;
      }
      if (frame.number == known) {
        throw refused(frame.node, "it holds itself, and can only be made with all that it holds");
      }
    }
  }

  private byte kindOf(Object value) {
    if (state.madeAgain(value) != null) {
      return Kind.STATIC_FIELD;
    }
    Class<?> type = value.getClass();
    Byte known = kinds.get(type);
    if (known == null) {
      known = newKindOf(value);
      if (type.getClassLoader() != null || type == String.class || type == Object.class) {
        // Among the objects of the JDK, some of a class may be constants and others not.
        kinds.put(type, known);
      }
    }
    return known;
  }

  private byte newKindOf(Object value) {
    byte standard = Kind.ofStandard(value);
    if (standard != Kind.NONE) {
      return standard;
    }
    ObjectPlan plan = planOf(value);
    if (plan.refusal() == null) {
      return plan.kind();
    }
    if (LambdaOrigin.of(value) != null) {
      return Kind.LAMBDA;
    }
    throw refused(value, plan.refusal());
  }

  private ObjectPlan planOf(Object value) {
    return plans.computeIfAbsent(value.getClass(), type -> ObjectPlan.of(type, scope));
  }

  /** Writes the content of an object that holds no others; returns false if it is none. */
  private boolean putAtOnce(Object value, byte kind) {
    switch (kind) {
      case Kind.STRING -> made.putString((String) value);
      case Kind.PRIMITIVES -> Primitives.putArray(value, made);
      case Kind.CLASS -> made.putLength(classNumber((Class<?>) value, value));
      case Kind.ENUM -> {
        Enum<?> constant = (Enum<?>) value;
        made.putLength(classNumber(constant.getDeclaringClass(), value));
        made.putString(constant.name());
      }
      case Kind.CONSTANT -> made.putByte(StandardObjects.constant(value));
      case Kind.PATH -> made.putString(value.toString());
      case Kind.CHARSET -> made.putString(((Charset) value).name());
      case Kind.LOGGER -> made.putNullableString(StandardObjects.nameOfLogger(value));
      case Kind.SYSTEM_LOGGER -> made.putString(((System.Logger) value).getName());
      case Kind.JDK_LAMBDA -> {
        Method source = Objects.requireNonNull(JdkLambda.source(value));
        made.putLength(classNumber(source.getDeclaringClass(), value));
        made.putString(source.getName());
      }
      case Kind.STATIC_FIELD -> {
        Field field = Objects.requireNonNull(state.madeAgain(value));
        made.putLength(classNumber(field.getDeclaringClass(), value));
        made.putString(field.getName());
      }
      case Kind.ARRAY -> {
        made.putLength(classNumber(value.getClass().getComponentType(), value));
        made.putLength(((Object[]) value).length);
        return false;
      }
      case Kind.COLLECTION -> {
        made.putByte(StandardObjects.collection(value.getClass()));
        return false;
      }
      case Kind.MAP -> {
        made.putByte(StandardObjects.map((Map<?, ?>) value, order));
        return false;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private Parts partsOf(Object value, byte kind, ObjectPlan plan) {
    try {
      return Parts.of(value, kind, plan);
    } catch (ConcurrentModificationException e) {
      throw new ProcessStartException(
          "cannot fork: another thread changed " + path() + " while it was copied", e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw refused(value, "it does not let itself be taken apart: " + e);
    }
  }

  private void fill(Frame frame) {
    fills++;
    filled.putLength(frame.number);
    int next = 0;
    switch (frame.kind) {
      case Kind.COLLECTION, Kind.MAP, Kind.TREE_MAP, Kind.TREE_SET ->
          filled.putLength(frame.parts.length);
      case Kind.LAMBDA -> {
        Objects.requireNonNull(LambdaOrigin.of(frame.node)).put(filled);
        filled.putLength(frame.parts.length);
      }
      case Kind.SERIAL -> {
        filled.putLength(frame.serial.length);
        filled.putBytes(frame.serial, 0, frame.serial.length);
        int inSerial = frame.parts.length;
        for (Field field : frame.fields) {
          inSerial -= field.getType().isPrimitive() ? 0 : 1;
        }
        filled.putLength(inSerial);
        while (next < inSerial) {
          putReference(frame.parts[next++], filled);
        }
      }
      default -> {}
    }
    if (!hasFields(frame.kind)) {
      for (Object each : frame.parts) {
        putReference(each, filled);
      }
      return;
    }
    for (Field field : frame.fields) {
      if (field.getType().isPrimitive()) {
        Parts.putPrimitive(field, frame.node, filled);
      } else {
        putReference(frame.parts[next++], filled);
      }
    }
  }

  /** Puts null, a boxed value, or the number of an object that was captured. */
  void putReference(@Nullable Object value, ByteSink to) {
    if (value == null) {
      to.putByte(0);
    } else if (!Primitives.putBoxed(value, to)) {
      to.putLength(Primitives.FIRST_OBJECT + nodes.get(value));
    }
  }

  /** Puts a field with its value, which was captured if it is an object. */
  void putSlot(StaticState.Slot slot, @Nullable Object value, ByteSink to) {
    Field field = slot.field();
    to.putLength(classNumber(field.getDeclaringClass(), field));
    to.putString(field.getName());
    putReference(slot.constant(), to);
    if (field.getType().isPrimitive()) {
      Parts.putPrimitive(field, slot.constant(), to);
    } else {
      putReference(value, to);
    }
  }

  private int layout(Class<?> type, ObjectPlan plan) {
    int known = layouts.get(type);
    if (known >= 0) {
      return known;
    }
    // A generated class has no fields to be copied, and is not asked for.
    layoutFields.putLength(classNumber(type.isHidden() ? Object.class : type, type));
    layoutFields.putLength(plan.fields().size());
    for (Field each : plan.fields()) {
      layoutFields.putLength(classNumber(each.getDeclaringClass(), each));
      layoutFields.putString(each.getName());
    }
    return layouts.add(type);
  }

  /** Returns the number of a class in the image. */
  int classNumber(Class<?> type, Object neededBy) {
    int known = classes.get(type);
    if (known >= 0) {
      return known;
    }
    if (type.isHidden() || !ObjectPlan.isFoundByChild(innermost(type))) {
      throw refused(neededBy, "the child has no " + type);
    }
    classNames.putString(type.getName());
    return classes.add(type);
  }

  private static Class<?> innermost(Class<?> type) {
    return type.isArray() ? innermost(type.getComponentType()) : type;
  }

  private NotSendableException refused(Object value, @Nullable String why) {
    String type = value.getClass().getName();
    return new NotSendableException(
        path(), type, type + " cannot be copied to a forked child, " + why, ADVICE, null);
  }

  private String path() {
    StringBuilder path = new StringBuilder(root);
    int at = 0;
    for (Frame each : open) {
      at++;
      if (at <= MOST_STEPS || open.size() - at < MOST_STEPS) {
        path.append(step(each));
      } else if (at == MOST_STEPS + 1) {
        path.append("...");
      }
    }
    return path.toString();
  }

  private String step(Frame frame) {
    int at = frame.next - 1;
    if (at < 0) {
      return "";
    }
    int references = 0;
    for (Field each : frame.fields) {
      if (!each.getType().isPrimitive()) {
        references++;
      }
    }
    int field = at - (frame.parts.length - references);
    if (field >= 0 && hasFields(frame.kind)) {
      for (Field each : frame.fields) {
        if (!each.getType().isPrimitive() && field-- == 0) {
          return "." + each.getName();
        }
      }
    }
    return switch (frame.kind) {
      case Kind.MAP -> Parts.entryPath(frame.parts, at);
      case Kind.TREE_MAP -> at == 0 ? ".comparator()" : Parts.entryPath(frame.parts, at);
      case Kind.LAMBDA -> ".captured[" + at + "]";
      case Kind.OPTIONAL, Kind.WEAK_REFERENCE, Kind.SOFT_REFERENCE -> ".get()";
      default -> "[" + at + "]";
    };
  }

  /** Puts how many classes, layouts, objects and contents were written. */
  void putCounts(ByteSink to) {
    to.putLength(classes.size());
    to.putLength(layouts.size());
    to.putLength(nodes.size());
    to.putLength(fills);
  }

  /** Returns what was written, in the order in which the child reads it. */
  List<ByteSink> sections() {
    return List.of(classNames, layoutFields, made, filled);
  }
}

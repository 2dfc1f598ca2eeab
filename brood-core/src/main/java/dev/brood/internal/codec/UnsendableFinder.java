package dev.brood.internal.codec;

import dev.brood.exception.NotSendableException;
import java.io.NotSerializableException;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a value could not be sent, for the message of the exception: the shortest way from
 * the value to the part at fault. Runs only after sending has failed, so it takes its time, within
 * limits; it never fails itself.
 */
final class UnsendableFinder {
  private static final int MOST_OBJECTS = 1_000_000;
  private static final int MOST_TRIALS = 1_000;

  private final ArrayDeque<Place> waiting = new ArrayDeque<>();
  private final Map<Class<?>, ObjectParts.Looks> looks = new HashMap<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private UnsendableFinder() {}

  /** Returns what to throw for a value that could not be written. */
  static NotSendableException explain(@Nullable Object value, String root, Throwable failure) {
    try {
      if (value != null) {
        Place start = new Place(value, null, root);
        if (failure instanceof NotSerializableException) {
          Place found = new UnsendableFinder().findNotSerializable(start, failure.getMessage());
          if (found != null) {
            return notSerializable(found, failure);
          }
        } else {
          return notWritable(new UnsendableFinder().descend(start), failure);
        }
      }
    } catch (Throwable failing) {
      // What was thrown first is what the user must learn.
      failure.addSuppressed(failing);
    }
    return unknown(value, root, failure);
  }

  /** Returns what to throw for a value that is too deep even for a large stack. */
  static NotSendableException tooDeep(
      @Nullable Object value, String root, StackOverflowError failure) {
    String type = nameOf(value);
    return new NotSendableException(
        root,
        type,
        type + " is nested too deeply",
        "Send it as a list of its elements, or make the links between them transient.",
        failure);
  }

  private static NotSendableException unknown(
      @Nullable Object value, String root, Throwable failure) {
    if (failure instanceof NotSerializableException) {
      String type = String.valueOf(failure.getMessage());
      return new NotSendableException(
          root,
          type,
          "it holds a " + type + ", which is not serializable, in a place that cannot be seen",
          UnsendableAdvice.GENERAL,
          failure);
    }
    return new NotSendableException(
        root,
        nameOf(value),
        nameOf(value) + " cannot be written: " + RemoteThrowable.safeToString(failure),
        "",
        failure);
  }

  private static String nameOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  private static NotSendableException notSerializable(Place place, Throwable failure) {
    String type = place.object.getClass().getName();
    String step = place.parent == null ? "" : place.step;
    return new NotSendableException(
        place.path(),
        type,
        UnsendableAdvice.problem(place.object),
        UnsendableAdvice.advice(place.object, step),
        failure);
  }

  private static NotSendableException notWritable(Place place, Throwable failure) {
    String type = place.object.getClass().getName();
    return new NotSendableException(
        place.path(),
        type,
        type + " cannot be written: " + RemoteThrowable.safeToString(failure),
        "",
        failure);
  }

  /** Breadth first, for the shortest way; prefers the class that JDK serialization named. */
  private @Nullable Place findNotSerializable(Place start, @Nullable String name) {
    Place other = null;
    waiting.add(start);
    seen.add(start.object);
    while (!waiting.isEmpty() && seen.size() < MOST_OBJECTS) {
      Place place = waiting.remove();
      if (isNotSerializable(place.object)) {
        if (place.object.getClass().getName().equals(name)) {
          return place;
        }
        other = other == null ? place : other;
      } else {
        for (Place part : partsOf(place)) {
          if (seen.add(part.object)) {
            waiting.add(part);
          }
        }
      }
    }
    return other;
  }

  private static boolean isNotSerializable(Object object) {
    return !(object instanceof Serializable)
        && !(object instanceof Optional)
        && !(object instanceof MemorySegment)
        && object.getClass() != JdkClasses.ENTRY_OF
        && !CompactProgram.isStateless(object);
  }

  /** The parts of an object; those found before its own methods failed, if they do. */
  private List<Place> partsOf(Place whole) {
    List<Place> parts = new ArrayList<>();
    try {
      new ObjectParts(looks) {
        @Override
        void accept(String step, @Nullable Object part) {
          if (part != null) {
            parts.add(new Place(part, whole, step));
          }
        }
      }.find(whole.object);
    } catch (Throwable failing) {
      // It then has no more parts that can be seen.
    }
    return parts;
  }

  /** Goes down from an object that cannot be written as long as one of its parts cannot either. */
  private Place descend(Place start) {
    Set<Object> tried = Collections.newSetFromMap(new IdentityHashMap<>());
    Place place = start;
    boolean deeper = true;
    while (deeper) {
      deeper = false;
      for (Place part : partsOf(place)) {
        if (tried.size() < MOST_TRIALS && tried.add(part.object) && !canBeWritten(part.object)) {
          place = part;
          deeper = true;
          break;
        }
      }
    }
    return place;
  }

  private static boolean canBeWritten(Object object) {
    try {
      new SerialOutput(OutputStream.nullOutputStream(), null).writeObject(object);
      return true;
    } catch (Throwable failing) {
      return false;
    }
  }

  /** An object and the way to it. */
  private static final class Place {
    final Object object;
    final @Nullable Place parent;
    final String step;

    Place(Object object, @Nullable Place parent, String step) {
      this.object = object;
      this.parent = parent;
      this.step = step;
    }

    String path() {
      ArrayDeque<String> steps = new ArrayDeque<>();
      for (Place each = this; each != null; each = each.parent) {
        steps.push(each.step);
      }
      return String.join("", steps);
    }
  }
}

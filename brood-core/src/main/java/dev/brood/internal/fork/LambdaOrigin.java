package dev.brood.internal.fork;

import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import dev.brood.internal.util.Log;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a lambda or method reference that is not serializable was made. Its generated class does
 * not say; but the class that made it has so and so many places that make lambdas, and if one alone
 * makes such a type from such values, it was that.
 *
 * @param maker the name of the class that made it
 * @param method the name of its method
 * @param factory types of what it captures, and its own type, as a descriptor
 * @param erased the type of its method, as a descriptor
 * @param kind how the implementation is called, as {@link DirectMethodHandleDesc#refKind} tells
 * @param inInterface whether an interface has the implementation
 * @param owner the class with the implementation, as a descriptor
 * @param name the implementation's name
 * @param type the implementation's type, as a descriptor
 * @param instantiated the type of its method with type arguments filled in, as a descriptor
 */
record LambdaOrigin(
    String maker,
    String method,
    String factory,
    String erased,
    int kind,
    boolean inInterface,
    String owner,
    String name,
    String type,
    String instantiated) {

  private static final ClassValue<List<LambdaOrigin>> MADE_BY =
      new ClassValue<>() {
        @Override
        protected List<LambdaOrigin> computeValue(Class<?> maker) {
          return allOf(maker);
        }
      };

  /** Owner: returns the origin of an object, or null if it is no lambda or has several. */
  static @Nullable LambdaOrigin of(Object object) {
    Class<?> type = object.getClass();
    Class<?> maker = makerOf(type);
    if (maker == null) {
      return null;
    }
    MethodType factory =
        MethodType.methodType(
            type.getInterfaces()[0],
            List.of(type.getDeclaredFields()).stream().<Class<?>>map(Field::getType).toList());
    LambdaOrigin found = null;
    for (LambdaOrigin each : MADE_BY.get(maker)) {
      if (each.factory.equals(factory.toMethodDescriptorString())) {
        if (found != null && !found.equals(each)) {
          return null;
        }
        found = each;
      }
    }
    return found;
  }

  /** Owner: returns the class that made a lambda of this type, or null if it is of no lambda. */
  static @Nullable Class<?> makerOf(Class<?> type) {
    int end = type.getName().indexOf("$$Lambda");
    if (!type.isHidden() || end < 0 || type.getInterfaces().length != 1) {
      return null;
    }
    try {
      return Class.forName(type.getName().substring(0, end), false, type.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      Log.debug("no origin of " + type, e);
      return null;
    }
  }

  /** Owner: returns why an object of a generated class has no origin. */
  static String whyNone(Class<?> type) {
    Class<?> maker = makerOf(type);
    if (maker == null) {
      return "a generated class has no name that the child could find";
    }
    return maker.getClassLoader() == null
        ? "the JDK does not let us see what a lambda of its captures; one of the program that does"
            + " the same can be copied"
        : maker.getName()
            + " makes more than one lambda of this kind; one that is Serializable can be copied";
  }

  private static List<LambdaOrigin> allOf(Class<?> maker) {
    List<LambdaOrigin> all = new ArrayList<>();
    String file = maker.getName().replace('.', '/') + ".class";
    ClassLoader loader = maker.getClassLoader();
    try (InputStream in = loader == null ? null : loader.getResourceAsStream(file)) {
      if (in == null) {
        return all;
      }
      for (MethodModel method : ClassFile.of().parse(in.readAllBytes()).methods()) {
        method
            .code()
            .ifPresent(code -> {
              for (CodeElement each : code) {
                if (each instanceof InvokeDynamicInstruction call) {
                  add(maker.getName(), call, all);
                }
              }
            });
      }
    } catch (IOException e) {
      Log.debug("cannot read " + file, e);
    }
    return all;
  }

  private static void add(String maker, InvokeDynamicInstruction call, List<LambdaOrigin> to) {
    DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
    List<ConstantDesc> arguments = call.bootstrapArgs();
    if (bootstrap.owner().descriptorString().equals("Ljava/lang/invoke/LambdaMetafactory;")
        && bootstrap.methodName().equals("metafactory")
        && arguments.get(0) instanceof MethodTypeDesc erased
        && arguments.get(1) instanceof DirectMethodHandleDesc implementation
        && arguments.get(2) instanceof MethodTypeDesc instantiated) {
      to.add(
          new LambdaOrigin(
              maker,
              call.name().stringValue(),
              call.typeSymbol().descriptorString(),
              erased.descriptorString(),
              implementation.refKind(),
              implementation.isOwnerInterface(),
              implementation.owner().descriptorString(),
              implementation.methodName(),
              implementation.lookupDescriptor(),
              instantiated.descriptorString()));
    }
  }

  void put(ByteSink to) {
    to.putString(maker);
    to.putString(method);
    to.putString(factory);
    to.putString(erased);
    to.putByte(kind);
    to.putByte(inInterface ? 1 : 0);
    to.putString(owner);
    to.putString(name);
    to.putString(type);
    to.putString(instantiated);
  }

  static LambdaOrigin get(ByteSource from) {
    return new LambdaOrigin(
        from.getString(),
        from.getString(),
        from.getString(),
        from.getString(),
        from.getByte(),
        from.getByte() != 0,
        from.getString(),
        from.getString(),
        from.getString(),
        from.getString());
  }

  /** Owner: returns what a lambda captures. */
  static @Nullable Object[] captured(Object lambda) {
    Field[] fields = lambda.getClass().getDeclaredFields();
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      fields[i].setAccessible(true);
      values[i] = Parts.valueOf(fields[i], lambda);
    }
    return values;
  }

  /** Child: makes the lambda. */
  Object make(@Nullable Object[] captured, ClassLoader loader) throws Throwable {
    Class<?> from = Class.forName(maker, false, loader);
    MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(from, MethodHandles.lookup());
    DirectMethodHandleDesc.Kind how = DirectMethodHandleDesc.Kind.valueOf(kind, inInterface);
    MethodHandle implementation =
        MethodHandleDesc.of(how, ClassDesc.ofDescriptor(owner), name, type)
            .resolveConstantDesc(lookup);
    return LambdaMetafactory.metafactory(
            lookup,
            method,
            MethodType.fromMethodDescriptorString(factory, loader),
            MethodType.fromMethodDescriptorString(erased, loader),
            implementation,
            MethodType.fromMethodDescriptorString(instantiated, loader))
        .getTarget()
        .invokeWithArguments(captured);
  }
}

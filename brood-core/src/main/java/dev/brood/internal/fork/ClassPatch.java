package dev.brood.internal.fork;

import dev.brood.exception.ProcessStartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A class as the child gets it: its static initializer first asks whether its work is done already,
 * and its static fields are not final, so that they can be set. What the child does with the class
 * otherwise is the same; the identity of serialized forms is kept.
 */
final class ClassPatch {

  private static final ClassDesc ASKED = ClassDesc.of(RestoredClasses.class.getName());
  private static final MethodTypeDesc QUESTION =
      MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Class);
  private static final String SERIAL_ID = "serialVersionUID";

  private static final ClassValue<ClassPatch> OF =
      new ClassValue<>() {
        @Override
        protected ClassPatch computeValue(Class<?> type) {
          return new ClassPatch(type);
        }
      };

  private final byte @Nullable [] bytes;
  private final Set<String> constants = new HashSet<>();
  private final Set<String> fields = new HashSet<>();

  private ClassPatch(Class<?> type) {
    ClassLoader loader = ClassPatch.class.getClassLoader();
    ClassHierarchyResolver hierarchy =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver());
    ClassFile context = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy));
    ClassModel model = context.parse(classFile(type, loader));
    boolean initializes = false;
    for (FieldModel field : model.fields()) {
      fields.add(field.fieldName().stringValue());
      if (field.findAttribute(Attributes.constantValue()).isPresent()) {
        constants.add(field.fieldName().stringValue());
      }
    }
    for (MethodModel method : model.methods()) {
      initializes |= method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME);
    }
    // An enum runs its initializer again; of an interface nothing is copied.
    if (initializes && !type.isInterface() && !type.isEnum()) {
      requireUnsealed(type);
      bytes = context.transformClass(model, new Patch(type, model));
    } else {
      bytes = null;
    }
  }

  /** The classes of a sealed package are all of one jar, so none of them can be changed. */
  private static void requireUnsealed(Class<?> type) {
    if (type.getPackage().isSealed()) {
      throw new ProcessStartException(
          "cannot fork: "
              + type.getName()
              + " is in a sealed package and cannot be changed; let"
              + " the ForkScope leave that package out, or the jar's manifest not seal it",
          null);
    }
  }

  static ClassPatch of(Class<?> type) {
    return OF.get(type);
  }

  private static byte[] classFile(Class<?> type, ClassLoader loader) {
    String name = type.getName().replace('.', '/') + ".class";
    if (type.getSigners() != null) {
      throw new ProcessStartException(
          "cannot fork: " + type.getName() + " is in a signed jar and cannot be changed", null);
    }
    try (InputStream in = loader.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("there is no " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ProcessStartException(
          "cannot fork: the class file of " + type.getName() + " cannot be read", e);
    }
  }

  /** Returns the changed class file, or null if there is nothing to change. */
  byte @Nullable [] bytes() {
    return bytes;
  }

  /**
   * Tells whether the child has a field to set: one that an agent has added here is not in the
   * file, and one with a constant value has that there already.
   */
  boolean hasToSet(String field) {
    return fields.contains(field) && !constants.contains(field);
  }

  /** Tells whether a static field is final, or was before its class was changed for this JVM. */
  static boolean isFinal(Field field) {
    return Modifier.isFinal(field.getModifiers()) || Modifier.isTransient(field.getModifiers());
  }

  private static final class Patch implements ClassTransform {
    private final Class<?> type;
    private final ClassModel model;

    Patch(Class<?> type, ClassModel model) {
      this.type = type;
      this.model = model;
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      switch (element) {
        case FieldModel field when losesFinal(field) -> withoutFinal(builder, field);
        case MethodModel method
            when method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME) ->
            builder.transformMethod(
                method,
                MethodTransform.transformingCode(new Question(model.thisClass().asSymbol())));
        default -> builder.with(element);
      }
    }

    private static boolean losesFinal(FieldModel field) {
      int wanted = ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
      return (field.flags().flagsMask() & wanted) == wanted
          && field.findAttribute(Attributes.constantValue()).isEmpty();
    }

    private static void withoutFinal(ClassBuilder builder, FieldModel field) {
      builder.withField(
          field.fieldName(),
          field.fieldType(),
          changed -> {
            // Transient means nothing on a static field; it says that this one was final.
            changed.withFlags(
                (field.flags().flagsMask() & ~ClassFile.ACC_FINAL) | ClassFile.ACC_TRANSIENT);
            for (var each : field) {
              if (!(each instanceof AccessFlags)) {
                changed.with(each);
              }
            }
          });
    }

    /** The default identity of a serializable class is made from its fields, final ones too. */
    @Override
    public void atEnd(ClassBuilder builder) {
      boolean given =
          model.fields().stream().anyMatch(each -> each.fieldName().equalsString(SERIAL_ID));
      if (!Serializable.class.isAssignableFrom(type) || given || type.isRecord()) {
        return;
      }
      long id = ObjectStreamClass.lookup(type).getSerialVersionUID();
      builder.withField(
          SERIAL_ID,
          ConstantDescs.CD_long,
          field -> {
            field.withFlags(ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
            field.with(ConstantValueAttribute.of(id));
          });
    }
  }

  /** {@code if (RestoredClasses.contains(ThisClass.class)) return;} */
  private static final class Question implements CodeTransform {
    private final ClassDesc self;

    Question(ClassDesc self) {
      this.self = self;
    }

    @Override
    public void atStart(CodeBuilder code) {
      Label goOn = code.newLabel();
      code.loadConstant(self).invokestatic(ASKED, "contains", QUESTION).ifeq(goOn).return_();
      code.labelBinding(goOn);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      code.with(element);
    }
  }
}

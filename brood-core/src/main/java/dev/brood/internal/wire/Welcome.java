package dev.brood.internal.wire;

import dev.brood.exception.ProtocolException;
import dev.brood.internal.codec.ByteSink;
import dev.brood.internal.codec.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an owner tells a child that has proved who it is: who it is to be and how they will talk.
 *
 * @param role what the child does, see the constants
 * @param name the child's name
 * @param daemon whether the child's own children are daemons unless they say otherwise
 * @param path place in the family: empty for the user's own JVM, {@code 2:1} for the first child of
 *     its second child
 * @param ownerName the owner's name
 * @param ownerPid the owner's process id
 * @param ringFile the region with the rings, empty when the stream goes through the socket
 * @param servesClasses whether the owner sends classes that the child cannot find
 * @param family the folder in which the family keeps what its processes share
 * @param ration what the child may give to children of its own
 */
public record Welcome(
    byte role,
    String name,
    boolean daemon,
    String path,
    String ownerName,
    long ownerPid,
    String ringFile,
    boolean servesClasses,
    String family,
    Ration ration) {

  /** Told that this JVM, a spare until now, is to be somebody else. */
  public interface Successor {

    /** From now on that is what {@link #ofThisJvm} returns. */
    void onWelcome(Welcome welcome);
  }

  // Written by the boot thread: before any code of the user runs, and when a spare is taken.
  private static volatile @Nullable Welcome ofThisJvm;

  private static final List<Successor> SUCCESSORS = new ArrayList<>(1);

  /** Child: keeps what its owner said. */
  public static void keep(Welcome welcome) {
    ofThisJvm = welcome;
    synchronized (SUCCESSORS) {
      // No lambda: every child comes by here on its way to its first task.
      for (Successor each : SUCCESSORS) {
        each.onWelcome(welcome);
      }
    }
  }

  /** Has somebody told whenever this JVM is to be somebody else. */
  public static void tell(Successor successor) {
    synchronized (SUCCESSORS) {
      SUCCESSORS.add(successor);
    }
  }

  /** Returns what the owner said that this JVM is, or null in the user's own JVM. */
  public static @Nullable Welcome ofThisJvm() {
    return ofThisJvm;
  }

  /** A process with one target. */
  public static final byte PROCESS = 0;

  /** A worker of a pool. */
  public static final byte WORKER = 1;

  /** Loads what other children need, so that an archive can be made of it, and ends. */
  public static final byte TRAINEE = 2;

  /** Waits, with its classes loaded, to be told which of the others it is to be. */
  public static final byte SPARE = 3;

  /** Returns the welcome of one child: its name, and its number as the last step of the path. */
  public Welcome as(String childName, int number) {
    String childPath = path.isEmpty() ? Integer.toString(number) : path + ":" + number;
    return new Welcome(
        role,
        childName,
        daemon,
        childPath,
        ownerName,
        ownerPid,
        ringFile,
        servesClasses,
        family,
        ration);
  }

  /** Returns the same for a child that does something else. */
  public Welcome inRole(byte other) {
    return new Welcome(
        other, name, daemon, path, ownerName, ownerPid, ringFile, servesClasses, family, ration);
  }

  /** Returns the child's number among its owner's, from 1: the last step of the path. */
  public int number() {
    return Integer.parseInt(path.substring(path.lastIndexOf(':') + 1));
  }

  /** Returns the same with rings in a file. */
  public Welcome withRings(String file) {
    return new Welcome(
        role, name, daemon, path, ownerName, ownerPid, file, servesClasses, family, ration);
  }

  /** Returns the same with another ration. */
  public Welcome withRation(Ration other) {
    return new Welcome(
        role, name, daemon, path, ownerName, ownerPid, ringFile, servesClasses, family, other);
  }

  /** Owner: returns the record that tells a spare who it is to be from now on. */
  public Parcel toParcel() {
    ParcelWriter writer = new ParcelWriter();
    ByteSink body = writer.begin();
    byte[] bytes = toBytes();
    body.putByte(RecordType.WELCOME);
    body.putLength(bytes.length);
    body.putBytes(bytes, 0, bytes.length);
    writer.end();
    return writer.toParcel();
  }

  /** Child: gets the welcome of such a record, whose type was read before. */
  public static Welcome get(ByteSource body) {
    byte[] bytes = new byte[body.getLength()];
    body.getBytes(bytes, 0, bytes.length);
    try {
      return fromBytes(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new ProtocolException("a welcome that does not end: " + e.getMessage());
    }
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(role);
      writeText(out, name);
      out.writeBoolean(daemon);
      writeText(out, path);
      writeText(out, ownerName);
      out.writeLong(ownerPid);
      writeText(out, ringFile);
      out.writeBoolean(servesClasses);
      writeText(out, family);
      out.writeLong(ration.memory());
      out.writeInt(ration.processors());
    } catch (IOException e) {
      throw new IllegalArgumentException("name=" + name + " is too long to send", e);
    }
    return bytes.toByteArray();
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Short.MAX_VALUE) {
      throw new IOException("length=" + bytes.length + " of a text");
    }
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  // No DataInputStream: its variable handles cost a starting child two milliseconds.
  static Welcome fromBytes(ByteBuffer in) throws IOException {
    try {
      return new Welcome(
          in.get(),
          readText(in),
          in.get() != 0,
          readText(in),
          readText(in),
          in.getLong(),
          readText(in),
          in.get() != 0,
          readText(in),
          new Ration(in.getLong(), in.getInt()));
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IOException("a welcome is cut off", e);
    }
  }

  private static String readText(ByteBuffer in) {
    int length = in.getShort();
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

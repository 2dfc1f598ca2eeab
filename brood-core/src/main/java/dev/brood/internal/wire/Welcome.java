package dev.brood.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What an owner tells a child that has proved who it is: who it is to be and how they will talk.
 *
 * @param worker true for a worker of a pool, false for a process with one target
 * @param name the child's name
 * @param daemon whether the child's own children are daemons unless they say otherwise
 * @param path place in the family: empty for the user's own JVM, {@code 2:1} for the first child of
 *     its second child
 * @param ownerName the owner's name
 * @param ownerPid the owner's process id
 * @param ringFile the region with the rings, empty when the stream goes through the socket
 * @param servesClasses whether the owner sends classes that the child cannot find
 */
public record Welcome(
    boolean worker,
    String name,
    boolean daemon,
    String path,
    String ownerName,
    long ownerPid,
    String ringFile,
    boolean servesClasses) {

  /** Returns the welcome of one child: its name, and its number as the last step of the path. */
  public Welcome as(String childName, int number) {
    String childPath = path.isEmpty() ? Integer.toString(number) : path + ":" + number;
    return new Welcome(
        worker, childName, daemon, childPath, ownerName, ownerPid, ringFile, servesClasses);
  }

  /** Returns the child's number among its owner's, from 1: the last step of the path. */
  public int number() {
    return Integer.parseInt(path.substring(path.lastIndexOf(':') + 1));
  }

  /** Returns the same with rings in a file. */
  public Welcome withRings(String file) {
    return new Welcome(worker, name, daemon, path, ownerName, ownerPid, file, servesClasses);
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeBoolean(worker);
      out.writeUTF(name);
      out.writeBoolean(daemon);
      out.writeUTF(path);
      out.writeUTF(ownerName);
      out.writeLong(ownerPid);
      out.writeUTF(ringFile);
      out.writeBoolean(servesClasses);
    } catch (IOException e) {
      throw new IllegalArgumentException("name=" + name + " is too long to send", e);
    }
    return bytes.toByteArray();
  }

  static Welcome fromBytes(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    return new Welcome(
        in.readBoolean(),
        in.readUTF(),
        in.readBoolean(),
        in.readUTF(),
        in.readUTF(),
        in.readLong(),
        in.readUTF(),
        in.readBoolean());
  }
}

package dev.brood.internal.command;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the classes that a class file names, in code, signatures or texts.
 *
 * <p>All of that is in the texts of its constant pool (JVM specification, 4.4), and only those are
 * read. It may find too much, which does no harm.
 */
final class ClassReferences {
  private static final int MAGIC = 0xCAFEBABE;

  private ClassReferences() {}

  /** Returns the names that start with {@code prefix}, such as {@code a/b/Name$Inner}. */
  static Set<String> in(byte[] classFile, String prefix) throws IOException {
    Pattern name =
        Pattern.compile(Pattern.quote(prefix).replace("/", "\\E[/.]\\Q") + "[\\w$/.]*[\\w$]");
    Set<String> found = new TreeSet<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    if (in.readInt() != MAGIC) {
      return found;
    }
    in.skipNBytes(4); // minor and major version
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> {
          Matcher matcher = name.matcher(in.readUTF());
          while (matcher.find()) {
            found.add(matcher.group().replace('.', '/'));
          }
        }
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // takes two places
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("tag=" + tag + " in the constant pool");
      }
    }
    return found;
  }
}

package dev.brood.internal.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Starts a program whose classes are in a jar within a jar, out of the memory of its own loader.
 *
 * <p>Stands alone on its class path: it must not bring the library with it.
 */
final class NestedLauncher extends ClassLoader {
  private final Map<String, byte[]> entries = new HashMap<>();
  private final ProtectionDomain domain;

  private NestedLauncher(String jar, String inner) throws IOException {
    super(ClassLoader.getSystemClassLoader());
    URL location = URL.of(URI.create("nested:" + jar + "!" + inner), new Handler());
    domain = new ProtectionDomain(new CodeSource(location, (Certificate[]) null), null);
    try (JarFile outer = new JarFile(jar);
        JarInputStream in = new JarInputStream(outer.getInputStream(outer.getEntry(inner)))) {
      for (JarEntry each = in.getNextJarEntry(); each != null; each = in.getNextJarEntry()) {
        entries.put(each.getName(), in.readAllBytes());
      }
    }
  }

  /** Arguments: the outer jar, the inner one, the main class, its arguments. */
  public static void main(String[] args) throws Exception {
    Class<?> main = Class.forName(args[2], true, new NestedLauncher(args[0], args[1]));
    var method = main.getMethod("main", String[].class);
    method.setAccessible(true);
    method.invoke(null, (Object) Arrays.copyOfRange(args, 3, args.length));
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = entries.get(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      return entries.containsKey(name) ? URL.of(URI.create("nested:" + name), new Handler()) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private final class Handler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() throws IOException {
          byte[] bytes = entries.get(url.getPath());
          if (bytes == null) {
            throw new IOException("no " + url);
          }
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }
}

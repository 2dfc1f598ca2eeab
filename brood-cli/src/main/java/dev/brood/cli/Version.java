package dev.brood.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * What {@code brood --version} prints: the version, the commit if the launcher knows it, the JDK.
 */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    var properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    }
    String commit = System.getProperty("brood.commit", "");
    return new String[] {
      "brood " + properties.getProperty("version") + (commit.isEmpty() ? "" : " (" + commit + ")"),
      "JDK " + Runtime.version() + ", " + System.getProperty("java.vendor")
    };
  }
}

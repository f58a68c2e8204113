package insurancecontract.gateway.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The pages' files, read out of the jars when they are first asked for, and then kept. */
final class WebFiles {
  private static final String HERE = "web/";
  private static final String LIBRARIES = "lib/";
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(?:[./][a-z0-9-]+)*");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  /** The libraries of others that pages may load. */
  private static final String[] WEBJARS = {"lit-html", "sockjs-client"};

  private final Map<String, WebFile> known = new ConcurrentHashMap<>();
  private final Map<String, String> folders = new ConcurrentHashMap<>();

  /** Finds the libraries; blocks. */
  WebFiles() {
    for (String webjar : WEBJARS) {
      folders.put(webjar, "META-INF/resources/webjars/" + webjar + "/" + version(webjar) + "/");
    }
  }

  /** The folder in the jar is named for its version. */
  private static String version(String webjar) {
    String name = "META-INF/maven/org.webjars.npm/" + webjar + "/pom.properties";
    try (InputStream in = open(name)) {
      if (in == null) throw new IllegalStateException(webjar + " is missing");
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The file, if it has been read before; does not block. */
  Optional<WebFile> known(String name) {
    return Optional.ofNullable(known.get(name));
  }

  /** The file; blocks. What is not there is not remembered, since there is no end to that. */
  Optional<WebFile> read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(name).matches()) return Optional.empty();
    Optional<WebFile> file = content(name).map(content -> WebFile.of(type, content));
    file.ifPresent(found -> known.put(name, found));
    return file;
  }

  private Optional<byte[]> content(String name) {
    String resource = resource(name);
    if (resource == null) return Optional.empty();
    try (InputStream in = open(resource)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private String resource(String name) {
    if (!name.startsWith(LIBRARIES)) return HERE + name;
    String[] parts = name.substring(LIBRARIES.length()).split("/", 2);
    String folder = folders.get(parts[0]);
    return folder == null || parts.length < 2 ? null : folder + parts[1];
  }

  private static InputStream open(String name) {
    return WebFiles.class.getClassLoader().getResourceAsStream(name);
  }
}

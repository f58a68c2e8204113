package insurancecontract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as a tar, read whole.
 *
 * @param name with its tag
 * @param config how it is run
 * @param created when it was made, or says that it was
 * @param layers from the base upwards
 */
record Image(String name, JsonNode config, String created, List<Layer> layers) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte GZIP = 0x1f;

  /** What one step added; what made it says what it is. */
  record Layer(String comment, List<Entry> entries) {
    /** The names of its files, without their folders. */
    List<String> files() {
      return entries.stream()
          .filter(entry -> !entry.header().isDirectory())
          .map(entry -> Path.of(entry.header().getName()).getFileName().toString())
          .toList();
    }
  }

  /** A file or a folder. */
  record Entry(TarArchiveEntry header, Buffer content) {}

  /** Reads what `docker save`, too, would write. */
  static Image read(Path tar) throws IOException {
    Map<String, Buffer> files = new TreeMap<>();
    for (Entry file : entries(Buffer.buffer(Files.readAllBytes(tar)))) {
      files.put(file.header().getName(), file.content());
    }
    JsonNode manifest = JSON.readTree(files.get("manifest.json").getBytes()).get(0);
    JsonNode image = JSON.readTree(files.get(manifest.path("Config").asText()).getBytes());
    List<String> comments =
        Resource.each(image.path("history")).map(step -> step.path("comment").asText()).toList();
    List<Layer> layers = new ArrayList<>();
    for (String layer : Resource.texts(manifest.path("Layers"))) {
      layers.add(new Layer(comments.get(layers.size()), entries(files.get(layer))));
    }
    return new Image(
        manifest.path("RepoTags").get(0).asText(),
        image.path("config"),
        image.path("created").asText(),
        layers);
  }

  private static List<Entry> entries(Buffer tar) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(plain(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.add(new Entry(entry, Buffer.buffer(in.readAllBytes())));
      }
    }
    return entries;
  }

  private static InputStream plain(Buffer tar) throws IOException {
    InputStream bytes = new ByteArrayInputStream(tar.getBytes());
    return tar.getByte(0) == GZIP ? new GZIPInputStream(bytes) : bytes;
  }

  /** The layer that was made of these. */
  Layer layer(String comment) {
    return layers.stream()
        .filter(layer -> layer.comment().equals(comment))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no layer of " + comment));
  }

  /**
   * All layers in a folder, which may not be the root of a file system: files that name paths name
   * those in it.
   */
  void unpack(Path root) throws IOException {
    for (Layer layer : layers) {
      for (Entry entry : layer.entries()) {
        Path path = root.resolve(entry.header().getName());
        if (entry.header().isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          Files.write(path, entry.content().getBytes());
        }
      }
    }
    Path classpath = root.resolve("app").resolve("jib-classpath-file");
    Files.writeString(classpath, within(root, Files.readString(classpath)));
  }

  /** What starts it where it was unpacked, by this JVM's own java. */
  List<String> entrypoint(Path root) {
    List<String> command = new ArrayList<>(Resource.texts(config.path("Entrypoint")));
    command.replaceAll(word -> within(root, word));
    if (!command.get(0).equals("java")) throw new AssertionError("what is " + command.get(0));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return command;
  }

  private static String within(Path root, String text) {
    return text.replace("/app/", root.resolve("app") + "/");
  }

  /** A file of the uppermost layer that has it. */
  String text(String path) {
    return layers.stream()
        .flatMap(layer -> layer.entries().stream())
        .filter(entry -> entry.header().getName().equals(path))
        .reduce((lower, upper) -> upper)
        .map(entry -> entry.content().toString())
        .orElseThrow(() -> new AssertionError("no file " + path));
  }
}

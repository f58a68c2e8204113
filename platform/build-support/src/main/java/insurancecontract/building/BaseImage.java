package insurancecontract.building;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes the smallest image that another can be built on, as a tar: one file and a PATH. The proofs
 * of the image use it, because the real base is in a registry.
 */
public final class BaseImage {
  private static final byte[] LAYER =
      tar(Map.of("etc/os-release", "NAME=\"a test\"\n".getBytes(UTF_8)));

  private BaseImage() {}

  /** The one argument is the file. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.getParent());
    Files.write(file, image());
  }

  private static byte[] image() {
    JsonObject config =
        new JsonObject()
            .put("architecture", "amd64")
            .put("os", "linux")
            .put("config", new JsonObject().put("Env", new JsonArray().add("PATH=/usr/bin:/bin")))
            .put(
                "rootfs",
                new JsonObject()
                    .put("type", "layers")
                    .put("diff_ids", new JsonArray().add("sha256:" + sha256(LAYER))));
    JsonObject manifest =
        new JsonObject()
            .put("Config", "config.json")
            .put("Layers", new JsonArray().add("layer.tar"));
    return tar(
        Map.of(
            "manifest.json", new JsonArray().add(manifest).toBuffer().getBytes(),
            "config.json", config.toBuffer().getBytes(),
            "layer.tar", LAYER));
  }

  private static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setModTime(0);
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new AssertionError("written to memory", e);
    }
    return bytes.toByteArray();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has it", e);
    }
  }
}

package insurancecontract.gateway.web;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it is sent.
 *
 * @param zipped the same, compressed
 * @param tag changes with the content, and with nothing else
 */
record WebFile(String type, Buffer plain, Buffer zipped, String tag) {
  private static final int TAG_LENGTH = 24;

  static WebFile of(String type, byte[] content) {
    return new WebFile(type, Buffer.buffer(content), Buffer.buffer(zip(content)), tag(content));
  }

  private static byte[] zip(byte[] content) {
    var zipped = new ByteArrayOutputStream(content.length);
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return zipped.toByteArray();
  }

  private static String tag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).substring(0, TAG_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}

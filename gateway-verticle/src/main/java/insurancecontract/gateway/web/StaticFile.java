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
 * @param gzipped the same content, compressed
 * @param tag a digest of the content: the same in every process that serves the same file
 */
record StaticFile(String type, Buffer content, Buffer gzipped, String tag) {
  private static final int TAG_LENGTH = 24;

  static StaticFile of(String type, byte[] content) {
    return new StaticFile(type, Buffer.buffer(content), Buffer.buffer(gzip(content)), tag(content));
  }

  private static byte[] gzip(byte[] content) {
    var gzipped = new ByteArrayOutputStream(content.length);
    try (var out = new GZIPOutputStream(gzipped)) {
      out.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return gzipped.toByteArray();
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

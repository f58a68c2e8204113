package insurancecontract.chassis.settings;

import io.vertx.config.spi.ConfigProcessor;
import io.vertx.config.spi.utils.JsonObjectHelper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * Properties in UTF-8, perhaps after a byte order mark. The processor of Vert.x reads ISO 8859-1,
 * which garbles a Korean name, and takes the mark for a part of the first key.
 */
public final class Utf8Properties implements ConfigProcessor {
  static final String NAME = "utf8-properties";

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Future<JsonObject> process(Vertx vertx, JsonObject configuration, Buffer input) {
    String text = input.toString(StandardCharsets.UTF_8);
    Properties properties = new Properties();
    try {
      properties.load(
          new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
    } catch (IOException | IllegalArgumentException malformed) {
      return Future.failedFuture(malformed);
    }
    return Future.succeededFuture(JsonObjectHelper.from(properties));
  }
}

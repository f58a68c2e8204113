package insurancecontract.chassis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.VertxModule;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts records to JSON and back: instants in ISO 8601, unknown fields ignored, missing fields
 * null, a missing number refused.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new VertxModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final JavaType TREE =
      MAPPER.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class);

  private Json() {}

  /** The JSON text of a record, map, list, {@code JsonObject} or {@code JsonArray}. */
  public static Buffer encode(Object value) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException failure) {
      throw new EncodeException(failure.getMessage(), failure);
    }
  }

  /** Reads a record; fails with {@link DecodeException} when it is not one. */
  public static <T> T decode(Buffer json, Class<T> type) {
    try {
      return MAPPER.readValue(json.getBytes(), type);
    } catch (IOException failure) {
      throw new DecodeException(failure.getMessage(), failure);
    }
  }

  /** The record as a JSON object, without the detour over its text. */
  public static JsonObject object(Object record) {
    try {
      return new JsonObject(MAPPER.<Map<String, Object>>convertValue(record, TREE));
    } catch (IllegalArgumentException failure) {
      throw new EncodeException(failure.getMessage(), failure);
    }
  }

  /** Reads a record out of a JSON object; fails with {@link DecodeException} when it is not one. */
  public static <T> T as(JsonObject json, Class<T> type) {
    try {
      return MAPPER.convertValue(json, type);
    } catch (IllegalArgumentException failure) {
      throw new DecodeException(failure.getMessage(), failure);
    }
  }
}

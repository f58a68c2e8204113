package insurancecontract.chassis.identity;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a token must look like before its signature is checked: the library reads some claims
 * without looking at their types, and accepts tokens that are signed for another purpose.
 */
final class TokenForm {
  /** Of RFC 7519 and RFC 9068; tokens of other types are signed by the same keys. */
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  /** Keycloak's name for an access token; others are ID, Refresh and Logout. */
  private static final String ACCESS_TYPE = "bearer";

  /** Only id tokens have these. */
  private static final List<String> OF_ID_TOKENS = List.of("at_hash", "c_hash");

  /** About the year 5000. */
  private static final double LATEST = 1e11;

  private TokenForm() {}

  /**
   * Checks a parsed token.
   *
   * @throws Unauthenticated when it is no access token, or a claim has another type than it must
   */
  static void check(JsonObject token) {
    JsonObject header = token.getJsonObject("header");
    JsonObject payload = token.getJsonObject("payload");
    // Nothing critical is understood here.
    require(!header.containsKey("crit"));
    require(!header.containsKey("typ") || isAny(header.getValue("typ"), TYPES));
    require(!payload.containsKey("typ") || isAny(payload.getValue("typ"), Set.of(ACCESS_TYPE)));
    require(!payload.containsKey("token_use") || "access".equals(payload.getValue("token_use")));
    OF_ID_TOKENS.forEach(claim -> require(!payload.containsKey(claim)));
    for (String time : List.of("exp", "nbf", "iat")) {
      require(!payload.containsKey(time) || isTime(payload.getValue(time)));
    }
    require(!payload.containsKey("aud") || isAudience(payload.getValue("aud")));
    require(!payload.containsKey("iss") || payload.getValue("iss") instanceof String);
  }

  private static void require(boolean condition) {
    if (!condition) throw new Unauthenticated("The token is not an access token.");
  }

  private static boolean isAny(Object value, Set<String> types) {
    return value instanceof String type && types.contains(type.toLowerCase(Locale.ROOT));
  }

  private static boolean isTime(Object value) {
    return value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= LATEST;
  }

  private static boolean isAudience(Object value) {
    return value instanceof String
        || (value instanceof JsonArray list && list.stream().allMatch(String.class::isInstance));
  }
}

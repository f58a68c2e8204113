package insurancecontract.chassis.identity;

import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The caller, as the verified token says.
 *
 * @param subject the stable id of a person or a service
 * @param roles the caller's roles
 * @param claims all claims of the token
 */
public record Caller(String subject, Set<String> roles, JsonObject claims) {
  /** The role of services; a person's token cannot carry it. */
  public static final String SERVICE = "service";

  /** Whether the caller has this role. */
  public boolean is(String role) {
    return roles.contains(role);
  }

  /** Whether the caller has at least one of these roles. */
  public boolean isAny(String... any) {
    for (String role : any) {
      if (is(role)) return true;
    }
    return false;
  }

  /** A numeric claim, if the token has it. */
  public OptionalLong number(String claim) {
    return claims.getValue(claim) instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }
}

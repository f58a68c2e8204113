package insurancecontract.chassis.identity;

import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who calls, as a verified token says.
 *
 * @param subject a person's or a service's lasting name
 * @param roles what the caller may act as
 * @param claims everything else that the token says
 */
public record Caller(String subject, Set<String> roles, JsonObject claims) {
  /** The role that services have among themselves, and that no person's token can carry. */
  public static final String SERVICE = "service";

  /** Whether the caller may act as {@code role}. */
  public boolean is(String role) {
    return roles.contains(role);
  }

  /** Whether the caller may act as at least one of {@code any}. */
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

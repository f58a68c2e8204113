package insurancecontract.chassis.identity;

import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The caller, as the verified token says.
 *
 * @param subject the stable id of a person or a service
 * @param roles the caller's roles
 * @param claims all claims of the token
 */
public record Caller(String subject, Set<String> roles, JsonObject claims) {
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  /** The role of services; a person's token cannot carry it. */
  public static final String SERVICE = "service";

  /**
   * The longest subject, as OpenID Connect defines it. A customer's id is the subject of a token,
   * so whatever stores, sends or filters by one has this limit.
   */
  public static final int SUBJECT_LENGTH_MAX = 255;

  /** Whether a text can be a subject: not blank, not too long, without control characters. */
  public static boolean isSubject(String text) {
    return !text.isBlank()
        && text.length() <= SUBJECT_LENGTH_MAX
        && text.chars().noneMatch(Character::isISOControl);
  }

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

  /** A numeric claim, if the token has it; some identity providers write numbers as texts. */
  public OptionalLong number(String claim) {
    Object value = claims.getValue(claim);
    if (value instanceof Number number) return OptionalLong.of(number.longValue());
    return value instanceof String text && DIGITS.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}

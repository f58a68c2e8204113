package insurancecontract.gateway.issuer;

import insurancecontract.chassis.settings.Secret;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.contracts.Roles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A user of the built-in issuer.
 *
 * @param underwriterId the desk of an underwriter; empty for all other roles
 */
public record DemoUser(
    String name, Secret password, List<String> roles, OptionalLong underwriterId) {
  private static final String KEY = "DEMO_USERS";
  private static final int NAME_MAX = 64;
  private static final Set<String> ROLES =
      Set.of(Roles.CUSTOMER, Roles.UNDERWRITER, Roles.SUPERVISOR, Roles.OPERATOR);
  private static final String SHAPE =
      "a list of {\"name\", \"roles\": some of customer, underwriter, supervisor, operator,"
          + " \"underwriterId\" for underwriters, \"password\" (the name when missing)}";

  private static final JsonArray DEFAULT =
      new JsonArray()
          .add(json("alice", Roles.CUSTOMER))
          .add(json("bob", Roles.CUSTOMER))
          .add(json("uma", Roles.UNDERWRITER).put("underwriterId", 77001520))
          .add(json("uwe", Roles.UNDERWRITER).put("underwriterId", 77001521))
          .add(json("sue", Roles.SUPERVISOR))
          .add(json("otto", Roles.OPERATOR));

  /** Reads the list; reports of faults contain no password. */
  static List<DemoUser> from(Settings settings) {
    JsonArray list = settings.list(KEY, DEFAULT);
    List<DemoUser> users = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      if (list.getValue(i) instanceof JsonObject entry && wellFormed(entry)) {
        DemoUser user = of(entry);
        if (!names.add(user.name())) settings.fault(KEY, user.name(), "each name once");
        users.add(user);
      } else {
        settings.fault(KEY, "entry " + (i + 1), SHAPE);
      }
    }
    return List.copyOf(users);
  }

  private static JsonObject json(String name, String role) {
    return new JsonObject().put("name", name).put("roles", new JsonArray().add(role));
  }

  private static boolean wellFormed(JsonObject entry) {
    if (!(entry.getValue("name") instanceof String name)) return false;
    if (!(entry.getValue("roles") instanceof JsonArray roles)) return false;
    Object password = entry.getValue("password", name);
    boolean hasDesk = entry.getValue("underwriterId") instanceof Number;
    return !name.isBlank()
        && name.length() <= NAME_MAX
        && !roles.isEmpty()
        && roles.stream().allMatch(ROLES::contains)
        && roles.contains(Roles.UNDERWRITER) == hasDesk
        && password instanceof String text
        && !text.isEmpty();
  }

  private static DemoUser of(JsonObject entry) {
    String name = entry.getString("name");
    Long underwriterId = entry.getLong("underwriterId");
    return new DemoUser(
        name,
        new Secret(entry.getString("password", name)),
        entry.getJsonArray("roles").stream().map(String.class::cast).toList(),
        underwriterId == null ? OptionalLong.empty() : OptionalLong.of(underwriterId));
  }
}

package insurancecontract.underwriting.adapter.settings;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.underwriting.domain.Underwriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The underwriters as the configuration names them. One that it no longer names keeps the desk and
 * its cases; a supervisor closes such a desk by setting its capacity to 0.
 */
public record Staff(List<Member> members) {
  private static final String KEY = "UNDERWRITERS";
  private static final int MEMBERS_MAX = 1_000;
  private static final int NAME_MAX = 100;
  private static final String ALLOWED =
      "a list of 1 to "
          + MEMBERS_MAX
          + " underwriters such as {\"underwriterId\": 1, \"name\": \"uma\", \"capacity\": 50},"
          + " each id once and from 1, each name of 1 to "
          + NAME_MAX
          + " characters, each capacity from 0 to "
          + Underwriter.CAPACITY_MAX;
  private static final JsonArray DEFAULT =
      new JsonArray()
          .add(
              new JsonObject()
                  .put("underwriterId", 77001520)
                  .put("name", "uma")
                  .put("capacity", 50))
          .add(
              new JsonObject()
                  .put("underwriterId", 77001521)
                  .put("name", "uwe")
                  .put("capacity", 50));

  /** One underwriter. */
  public record Member(long underwriterId, String name, int capacity) {
    private boolean isValid() {
      return underwriterId > 0
          && !name.isBlank()
          && name.length() <= NAME_MAX
          && capacity >= 0
          && capacity <= Underwriter.CAPACITY_MAX;
    }
  }

  /** Reads {@code UNDERWRITERS}. */
  public static Staff from(Settings settings) {
    JsonArray list = settings.list(KEY, DEFAULT);
    List<Member> members = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    for (Object entry : list) {
      Member member = read(entry);
      // An id names one underwriter only: ids also order the locks.
      if (member == null || !member.isValid() || !ids.add(member.underwriterId())) {
        settings.fault(KEY, entry, ALLOWED);
      } else {
        members.add(member);
      }
    }
    if (list.isEmpty() || list.size() > MEMBERS_MAX) {
      settings.fault(KEY, list.size() + " underwriters", ALLOWED);
    }
    return new Staff(List.copyOf(members));
  }

  private static Member read(Object entry) {
    if (!(entry instanceof JsonObject json)) return null;
    return isWhole(json.getValue("underwriterId"))
            && json.getValue("name") instanceof String name
            && json.getValue("capacity") instanceof Integer capacity
        ? new Member(json.getLong("underwriterId"), name, capacity)
        : null;
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer || value instanceof Long;
  }
}

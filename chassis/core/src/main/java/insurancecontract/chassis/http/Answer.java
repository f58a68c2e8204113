package insurancecontract.chassis.http;

import java.util.HashMap;
import java.util.Map;

/**
 * The response to a request.
 *
 * @param body a record, JSON or null for none
 */
public record Answer(int status, Object body, Map<String, String> headers) {
  /** 200. */
  public static Answer ok(Object body) {
    return new Answer(200, body, Map.of());
  }

  /** 201 with the new resource's location. */
  public static Answer created(String location, Object body) {
    return new Answer(201, body, Map.of("Location", location));
  }

  /** 202: accepted, not completed yet. */
  public static Answer accepted(Object body) {
    return new Answer(202, body, Map.of());
  }

  /** The same with one more header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, more);
  }
}

package insurancecontract.view.query;

import java.time.Instant;

/**
 * Which rows to list; null means any.
 *
 * @param from created then or later
 * @param to created before then
 */
public record ViewFilter(
    String customerId, String subscriptionStatus, String productName, Instant from, Instant to) {

  /** No restriction. */
  public static final ViewFilter NONE = new ViewFilter(null, null, null, null, null);
}

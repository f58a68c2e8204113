package insurancecontract.simulation.world;

import java.util.List;

/** The kinds of fault that a plan may contain. */
public enum FaultKind {
  CRASH_BEFORE_COMMIT("before a commit"),
  CRASH_AFTER_COMMIT("after a commit, before the acknowledgement"),
  CRASH_BEFORE_PUBLISH("before it publishes"),
  CRASH_WHILE_PUBLISHING("in the middle of publishing"),
  CRASH_AFTER_PUBLISH("after publishing, before recording that"),
  CRASH_BEFORE_OFFSET_COMMIT("before it commits an offset"),
  CRASH_AFTER_OFFSET_COMMIT("after committing an offset"),
  CRASH_BEFORE_REPLY("before it replies"),
  CRASH_AFTER_REPLY("after replying"),
  /** The transaction is committed, but the client sees a broken connection. */
  COMMIT_IN_DOUBT("the answer to a commit is lost"),
  REQUEST_LOST("the request to payment is lost"),
  REQUEST_LATE("the request to payment is late"),
  RESPONSE_LOST("payment's response is lost"),
  CHARGE_SLOW("the provider is slow to charge"),
  CHARGE_FAILED("the provider fails and does not charge"),
  CHARGE_UNREPORTED("the provider charges and never answers"),
  CHARGE_LATE("the provider charges long after the caller's timeout"),
  REFUND_FAILED("the provider fails and does not refund"),
  REFUND_UNREPORTED("the provider refunds but reports a failure"),
  REFUND_REFUSED("the provider refuses a refund"),
  // From here on: timed faults, which last for a while.
  KILL("it is killed"),
  DATABASE_UNAVAILABLE("its database is unavailable"),
  BROKER_UNAVAILABLE("the broker is unavailable"),
  BREAKER_OPEN("the breaker is open"),
  PARTITION_SLOW("a partition is delivered late"),
  REPEAT("the broker redelivers a partition's records"),
  REBALANCE("partitions move to the other replica"),
  SESSION_EXPIRED("a living consumer's session expires"),
  RELAY_CUT("the relay's connection breaks");

  private final String words;

  FaultKind(String words) {
    this.words = words;
  }

  /** A short description. */
  public String words() {
    return words;
  }

  /** Whether it strikes at a given time, rather than at an operation. */
  public boolean timed() {
    return compareTo(KILL) >= 0;
  }

  /** Whether it can happen to this service. */
  public boolean concerns(Service service) {
    return switch (this) {
      case CRASH_BEFORE_PUBLISH, CRASH_WHILE_PUBLISHING, CRASH_AFTER_PUBLISH, RELAY_CUT ->
          service != Service.VIEW;
      case CRASH_BEFORE_REPLY, CRASH_AFTER_REPLY -> service != Service.VIEW;
      case REQUEST_LOST, REQUEST_LATE, BREAKER_OPEN, BROKER_UNAVAILABLE ->
          service == Service.SUBSCRIPTION;
      case RESPONSE_LOST,
          CHARGE_SLOW,
          CHARGE_FAILED,
          CHARGE_UNREPORTED,
          CHARGE_LATE,
          REFUND_FAILED,
          REFUND_UNREPORTED,
          REFUND_REFUSED ->
          service == Service.PAYMENT;
      default -> true;
    };
  }

  /** All kinds. */
  public static final List<FaultKind> ALL = List.of(values());
}

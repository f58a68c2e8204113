package insurancecontract.simulation.world;

import java.util.List;

/** The kinds of trouble that a plan may hold. */
public enum Mishap {
  CRASH_BEFORE_COMMIT("before a commit"),
  CRASH_AFTER_COMMIT("after a commit, before it hears of it"),
  CRASH_BEFORE_PUBLISH("before it publishes"),
  CRASH_WHILE_PUBLISHING("in the middle of publishing"),
  CRASH_AFTER_PUBLISH("after publishing, before it notes that"),
  CRASH_BEFORE_ACKNOWLEDGE("before it moves an offset"),
  CRASH_AFTER_ACKNOWLEDGE("after moving an offset"),
  CRASH_BEFORE_REPLY("before it replies"),
  CRASH_AFTER_REPLY("after replying"),
  /** The transaction is committed, and whoever asked for that hears that the connection broke. */
  COMMIT_IN_DOUBT("the answer to a commit is lost"),
  QUESTION_LOST("the question to payment is lost"),
  QUESTION_LATE("the question to payment is late"),
  REPLY_LOST("payment's reply is lost"),
  CHARGE_SLOW("the provider takes its time to charge"),
  CHARGE_FAILED("the provider fails and does not charge"),
  CHARGE_UNSAID("the provider charges and never says so"),
  CHARGE_LATE("the provider charges long after nobody waits any more"),
  REFUND_FAILED("the provider fails and does not refund"),
  REFUND_UNSAID("the provider refunds and says that it failed"),
  REFUND_REFUSED("the provider refuses a refund"),
  // From here on: at a moment, for a while.
  KILL("it is killed"),
  DATABASE_AWAY("its database is away"),
  BROKER_AWAY("the broker is away"),
  BREAKER_OPEN("the breaker is open"),
  PARTITION_SLOW("a partition is delivered late"),
  REPEAT("the broker delivers a partition's records again"),
  REBALANCE("partitions move to the other replica"),
  TAKEN_FOR_DEAD("a living consumer is taken for dead"),
  RELAY_CUT("the relay's connection breaks");

  private final String words;

  Mishap(String words) {
    this.words = words;
  }

  /** What happens, in a few words. */
  public String words() {
    return words;
  }

  /** Whether it happens at a moment of its own, not where something is done. */
  public boolean timed() {
    return compareTo(KILL) >= 0;
  }

  /** What can happen to a service. */
  public boolean concerns(Service service) {
    return switch (this) {
      case CRASH_BEFORE_PUBLISH, CRASH_WHILE_PUBLISHING, CRASH_AFTER_PUBLISH, RELAY_CUT ->
          service != Service.VIEW;
      case CRASH_BEFORE_REPLY, CRASH_AFTER_REPLY -> service != Service.VIEW;
      case QUESTION_LOST, QUESTION_LATE, BREAKER_OPEN, BROKER_AWAY ->
          service == Service.SUBSCRIPTION;
      case REPLY_LOST,
          CHARGE_SLOW,
          CHARGE_FAILED,
          CHARGE_UNSAID,
          CHARGE_LATE,
          REFUND_FAILED,
          REFUND_UNSAID,
          REFUND_REFUSED ->
          service == Service.PAYMENT;
      default -> true;
    };
  }

  /** All of them. */
  public static final List<Mishap> ALL = List.of(values());
}

package insurancecontract.view.projection;

import insurancecontract.contracts.Event;
import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
import insurancecontract.contracts.PaymentEvent.PaymentDeclined;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionAbandoned;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCancelled;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionContracted;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCreated;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionRefused;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionWithdrawn;
import insurancecontract.contracts.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.contracts.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingApproved;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingClosed;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRefused;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRegistered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up stories of subscriptions, as the services would announce them, all kinds of endings. */
public final class Sagas {
  /** The first customer of all made-up ones. */
  public static final String ALICE = "alice";

  /** The other one. */
  public static final String BOB = "bob";

  /** The first underwriter. */
  public static final long UMA = 77001520;

  /** The other one. */
  public static final long UWE = 77001521;

  /** When the made-up stories begin. */
  public static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private final Random random;
  private Instant now = BEGIN;

  private Sagas(long seed) {
    this.random = new Random(seed);
  }

  /** The facts of subscriptions {@code 1..count}, in the order in which they happened. */
  public static List<Fact> of(long seed, int count) {
    Sagas sagas = new Sagas(seed);
    List<Fact> facts = new ArrayList<>();
    for (long id = 1; id <= count; id++) facts.addAll(sagas.story(id));
    return facts;
  }

  /** An application that is paid and assigned to {@link #UMA}. */
  public static List<Fact> assigned(long id, String customerId) {
    Sagas sagas = new Sagas(id);
    List<Fact> facts = new ArrayList<>();
    sagas.paid(facts, id, customerId);
    facts.add(sagas.fact(new UnderwritingRegistered(id, 1, id, "WAITING")));
    facts.add(sagas.fact(new UnderwriterAssigned(id, 2, id, "ASSIGNED", UMA)));
    facts.add(sagas.fact(new UnderwriterConfirmed(id, 3, "UNDERWRITING", id)));
    return facts;
  }

  private Fact fact(Event event) {
    now = now.plus(Duration.ofNanos(1 + random.nextInt(1_000_000_000)));
    return new Fact(event, now);
  }

  private void paid(List<Fact> facts, long id, String customerId) {
    String product = random.nextInt(4) == 0 ? "Fisrtcancer3" : "Fisrtcancer";
    facts.add(fact(new PaymentApproved(id, 2, id + 1_000, "APPROVED", 100_000, "KRW")));
    facts.add(
        fact(
            new SubscriptionCreated(
                id, 2, "PAID", customerId, product, 100_000, "KRW", id + 1_000, now)));
  }

  private List<Fact> story(long id) {
    List<Fact> facts = new ArrayList<>();
    String customer = random.nextBoolean() ? ALICE : BOB;
    long payment = id + 1_000;
    if (random.nextInt(6) == 0) {
      String product = "Fisrtcancer";
      facts.add(fact(new PaymentDeclined(id, 2, payment, "DECLINED", 99_402, "KRW", "NO_COVER")));
      facts.add(
          fact(
              new SubscriptionAbandoned(
                  id, 2, "PAYMENT_FAILED", customer, product, 99_402, "KRW", "DECLINED", now)));
      return facts;
    }
    paid(facts, id, customer);
    facts.add(fact(new UnderwritingRegistered(id, 1, id, "WAITING")));
    if (random.nextInt(5) == 0) {
      facts.add(fact(new CancelRequested(id, 3, "CANCEL_REQUESTED")));
      if (random.nextBoolean()) {
        facts.add(fact(new UnderwriterAssigned(id, 2, id, "ASSIGNED", UMA)));
        facts.add(fact(new UnderwriterAssigned(id, 3, id, "ASSIGNED", UWE)));
      }
      facts.add(fact(new UnderwritingClosed(id, 4, id, "CLOSED")));
      facts.add(fact(refund(id, payment, "CANCELLED_BY_CUSTOMER")));
      facts.add(fact(new SubscriptionCancelled(id, 4, "CANCELLED")));
      return facts;
    }
    facts.add(fact(new UnderwriterAssigned(id, 2, id, "ASSIGNED", UMA)));
    facts.add(fact(new UnderwriterConfirmed(id, 3, "UNDERWRITING", id)));
    long underwriter = UMA;
    long version = 3;
    if (random.nextInt(3) == 0) {
      underwriter = UWE;
      facts.add(fact(new UnderwriterAssigned(id, version++, id, "ASSIGNED", UWE)));
    }
    switch (random.nextInt(4)) {
      case 0 -> {
        facts.add(
            fact(new UnderwritingRefused(id, version, id, "REFUSED", underwriter, "too risky")));
        facts.add(fact(new SubscriptionRefused(id, 4, "REFUSED", id, "too risky")));
        facts.add(fact(refund(id, payment, "REFUSED")));
      }
      case 1 -> {
        approved(facts, id, version, underwriter);
        facts.add(fact(new WithdrawalRequested(id, 5, "WITHDRAW_REQUESTED")));
        facts.add(fact(refund(id, payment, "WITHDRAWN")));
        facts.add(fact(new SubscriptionWithdrawn(id, 6, "WITHDRAWN")));
      }
      case 2 -> approved(facts, id, version, underwriter);
      default -> {
        // It stays on the desk.
      }
    }
    return facts;
  }

  private void approved(List<Fact> facts, long id, long version, long underwriter) {
    facts.add(fact(new UnderwritingApproved(id, version, id, "APPROVED", underwriter)));
    Instant until = now.plus(Duration.ofDays(15));
    facts.add(fact(new SubscriptionContracted(id, 4, "CONTRACTED", id, now, until)));
  }

  private static PaymentCancelled refund(long id, long payment, String reason) {
    return new PaymentCancelled(id, 4, payment, "CANCELLED", 100_000, "KRW", reason);
  }
}

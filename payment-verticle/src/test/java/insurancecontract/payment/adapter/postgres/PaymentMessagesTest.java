package insurancecontract.payment.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.payment.domain.PaymentEvent.ChargeApproved;
import insurancecontract.payment.domain.PaymentEvent.ChargeDeclined;
import insurancecontract.payment.domain.PaymentEvent.ChargeRequested;
import insurancecontract.payment.domain.PaymentEvent.RefundParked;
import insurancecontract.payment.domain.PaymentEvent.RefundRequested;
import insurancecontract.payment.domain.PaymentEvent.RefundRetried;
import insurancecontract.payment.domain.PaymentEvent.Refunded;
import insurancecontract.payment.domain.PaymentEvent.Voided;
import insurancecontract.payment.domain.PaymentRules;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Published events keep their form: each is compared with a stored sample. */
class PaymentMessagesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Terms TERMS = new Terms("alice", 39_000, "KRW");
  private static final PaymentEvent REQUESTED = new ChargeRequested(TERMS, NOON);
  private static final PaymentEvent APPROVED = new ChargeApproved(NOON);
  private static final PaymentEvent TO_REFUND = new RefundRequested("CANCEL_REQUESTED", NOON);

  @Test
  void an_approval_is_published_as_its_sample() {
    assertPublished("PaymentApproved", REQUESTED, APPROVED);
  }

  @Test
  void a_decline_is_published_as_its_sample() {
    assertPublished("PaymentDeclined", REQUESTED, new ChargeDeclined("CARD_DECLINED", NOON));
  }

  @Test
  void the_end_of_a_refund_is_published_as_its_sample() {
    assertPublished("PaymentCancelled", REQUESTED, APPROVED, TO_REFUND, new Refunded(NOON));
  }

  @Test
  void internal_events_are_not_published() {
    PaymentEvent parked = new RefundParked("ACCOUNT_CLOSED", NOON);
    assertThat(published(REQUESTED)).isEmpty();
    assertThat(published(REQUESTED, APPROVED, TO_REFUND)).isEmpty();
    assertThat(published(REQUESTED, APPROVED, TO_REFUND, parked)).isEmpty();
    assertThat(published(REQUESTED, APPROVED, TO_REFUND, parked, new RefundRetried(NOON)))
        .isEmpty();
    assertThat(published(new Voided(Optional.of(TERMS), "TIMED_OUT", NOON))).isEmpty();
  }

  private static void assertPublished(String type, PaymentEvent... events) {
    assertThat(published(events))
        .contains(
            new OutboxMessage(
                "payment-events",
                7,
                type,
                events.length,
                NOON,
                sample().getJsonObject(type),
                "the-trace"));
  }

  /** What is published for the last of these events. */
  private static Optional<OutboxMessage> published(PaymentEvent... events) {
    PaymentRules rules = new PaymentRules();
    Payment now = new Payment.Absent(7, 70);
    List<Recorded<Payment, PaymentEvent>> recorded = new ArrayList<>();
    for (PaymentEvent event : events) {
      now = rules.evolve(now, event);
      recorded.add(new Recorded<>(event, now, "the-trace"));
    }
    return PaymentMessages.of(recorded.get(recorded.size() - 1));
  }

  private static JsonObject sample() {
    try (InputStream file = PaymentMessagesTest.class.getResourceAsStream("/payment-events.json")) {
      return new JsonObject(Buffer.buffer(file.readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

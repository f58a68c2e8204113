package insurancecontract.subscription.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionEvent.Abandoned;
import insurancecontract.subscription.domain.SubscriptionEvent.CancelRequested;
import insurancecontract.subscription.domain.SubscriptionEvent.Cancelled;
import insurancecontract.subscription.domain.SubscriptionEvent.Contracted;
import insurancecontract.subscription.domain.SubscriptionEvent.Created;
import insurancecontract.subscription.domain.SubscriptionEvent.Opened;
import insurancecontract.subscription.domain.SubscriptionEvent.Refused;
import insurancecontract.subscription.domain.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.subscription.domain.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.subscription.domain.SubscriptionEvent.Withdrawn;
import insurancecontract.subscription.domain.SubscriptionRules;
import insurancecontract.subscription.domain.SubscriptionState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares what is published with stored samples: other services rely on every field. */
class SubscriptionMessagesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Opened OPENED =
      new Opened(7, "alice", new Product("Fisrtcancer", 30_000, "KRW"), NOON);
  private static final Created CREATED = new Created(7, 70, NOON);
  private static final UnderwriterConfirmed CONFIRMED = new UnderwriterConfirmed(7, 700, NOON);
  private static final Contracted CONTRACTED =
      new Contracted(7, Instant.parse("2026-03-16T12:00:00Z"), NOON);

  /** Histories in which every kind of event occurs, each once as the last one. */
  private static final List<List<SubscriptionEvent>> HISTORIES =
      List.of(
          List.of(OPENED, CREATED),
          List.of(
              OPENED,
              new Abandoned(7, PaymentFailure.PAYMENT_DECLINED, "INSUFFICIENT_FUNDS", NOON)),
          List.of(OPENED, CREATED, CONFIRMED),
          List.of(OPENED, CREATED, new CancelRequested(7, NOON)),
          List.of(OPENED, CREATED, new CancelRequested(7, NOON), new Cancelled(7, NOON)),
          List.of(OPENED, CREATED, CONFIRMED, CONTRACTED),
          List.of(OPENED, CREATED, CONFIRMED, new Refused(7, "too risky", NOON)),
          List.of(OPENED, CREATED, CONFIRMED, CONTRACTED, new WithdrawalRequested(7, NOON)),
          List.of(
              OPENED,
              CREATED,
              CONFIRMED,
              CONTRACTED,
              new WithdrawalRequested(7, NOON),
              new Withdrawn(7, NOON)));

  private static List<Recorded<SubscriptionState, SubscriptionEvent>> recorded(
      List<SubscriptionEvent> history) {
    List<Recorded<SubscriptionState, SubscriptionEvent>> recorded = new ArrayList<>();
    SubscriptionState now = new SubscriptionState.Absent();
    for (SubscriptionEvent event : history) {
      now = new SubscriptionRules().evolve(now, event);
      recorded.add(new Recorded<>(event, now, "trace"));
    }
    return recorded;
  }

  @Test
  void every_published_event_looks_like_its_sample() throws IOException {
    JsonArray published = new JsonArray();
    for (List<SubscriptionEvent> history : HISTORIES) {
      List<OutboxMessage> messages = SubscriptionMessages.of(recorded(history));
      OutboxMessage last = messages.get(messages.size() - 1);
      published.add(new JsonObject().put("type", last.type()).put("data", last.data()));
    }

    assertThat(published.encodePrettily()).isEqualTo(samples().encodePrettily());
  }

  private static JsonArray samples() throws IOException {
    try (InputStream samples =
        SubscriptionMessagesTest.class.getResourceAsStream("/subscription-events.json")) {
      return new JsonArray(new String(samples.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void the_histories_hold_every_kind_of_event() {
    assertThat(HISTORIES.stream().flatMap(List::stream).map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(SubscriptionEvent.class.getPermittedSubclasses());
  }

  @Test
  void the_opening_is_not_published() {
    assertThat(SubscriptionMessages.of(recorded(List.of(OPENED)))).isEmpty();
  }

  @Test
  void a_message_is_addressed_and_dated_as_its_event() {
    OutboxMessage message = SubscriptionMessages.of(recorded(List.of(OPENED, CREATED))).get(0);

    assertThat(message.topic()).isEqualTo("subscription-events");
    assertThat(message.subject()).isEqualTo(7);
    assertThat(message.version()).isEqualTo(2);
    assertThat(message.at()).isEqualTo(NOON);
    assertThat(message.traceparent()).isEqualTo("trace");
  }
}

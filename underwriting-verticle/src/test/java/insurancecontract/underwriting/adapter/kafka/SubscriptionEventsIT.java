package insurancecontract.underwriting.adapter.kafka;

import static insurancecontract.underwriting.DeployedDesk.UMA;
import static insurancecontract.underwriting.DeployedDesk.underwriter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCancelled;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.underwriting.DeployedDesk;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events read from the real Kafka, and the events published in response. */
class SubscriptionEventsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  @TempDir private Path directory;
  private DeployedDesk desk;

  @BeforeEach
  void deploy() {
    desk = new DeployedDesk(directory, oneDesk(1));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static JsonArray oneDesk(int capacity) {
    return new JsonArray().add(underwriter(UMA, "uma", capacity));
  }

  private List<InboundEvent> awaitAnnounced(long subscriptionId, String lastType) {
    return await()
        .atMost(SOON)
        .until(
            () -> desk.announced(subscriptionId),
            events -> !events.isEmpty() && last(events).type().equals(lastType));
  }

  private static InboundEvent last(List<InboundEvent> events) {
    return events.get(events.size() - 1);
  }

  private static List<String> types(List<InboundEvent> events) {
    return events.stream().map(InboundEvent::type).toList();
  }

  private String status(long underwritingId) {
    return desk.get("sue", "/underwritings/" + underwritingId)
        .body()
        .getString("underwritingStatus");
  }

  @Test
  void a_paid_application_gets_a_case_and_an_underwriter() {
    desk.paid(10, "alice");

    List<InboundEvent> events = awaitAnnounced(10, "UnderwriterAssigned");

    assertThat(types(events)).containsExactly("UnderwritingRegistered", "UnderwriterAssigned");
    assertThat(last(events).as(UnderwriterAssigned.class))
        .isEqualTo(new UnderwriterAssigned(10, 2, 1, "ASSIGNED", UMA));
    assertThat(last(events).traceparent()).contains(DeployedDesk.traceId());
  }

  @Test
  void repeated_and_unrelated_events_are_no_ops() {
    desk.paid(10, "alice");
    desk.paid(10, "alice");
    desk.publish(new SubscriptionCancelled(10, 9, "CANCELLED"));
    desk.cancelled(10);
    desk.cancelled(10);
    desk.paid(10, "alice");
    // The same partition: once this is closed, all of the above has been read.
    assertThat(types(awaitAnnounced(10, "UnderwritingClosed")))
        .containsExactly("UnderwritingRegistered", "UnderwriterAssigned", "UnderwritingClosed");

    desk.paid(11, "alice");

    assertThat(awaitAnnounced(11, "UnderwriterAssigned")).hasSize(2);
    assertThat(desk.announced(10)).hasSize(3);
  }

  @Test
  void a_cancelled_application_makes_room_for_a_waiting_case() {
    desk.paid(10, "alice");
    assertThat(awaitAnnounced(10, "UnderwriterAssigned")).isNotEmpty();
    desk.paid(11, "bob");
    assertThat(awaitAnnounced(11, "UnderwritingRegistered")).isNotEmpty();

    desk.cancelled(10);

    assertThat(awaitAnnounced(11, "UnderwriterAssigned")).hasSize(2);
  }

  @Test
  void a_cancellation_that_arrives_first_is_neither_lost_nor_undone() {
    desk.cancelled(10);
    assertThat(awaitAnnounced(10, "UnderwritingClosed")).hasSize(1);

    desk.paid(10, "alice");
    desk.paid(11, "alice");

    assertThat(awaitAnnounced(11, "UnderwriterAssigned")).hasSize(2);
    assertThat(status(1)).isEqualTo("CLOSED");
  }

  @Test
  void an_unreadable_event_does_not_block_others() {
    desk.publishRubbish(10);
    desk.paid(10, "alice");

    assertThat(awaitAnnounced(10, "UnderwriterAssigned")).hasSize(2);
  }

  @Test
  void events_published_while_the_desk_is_down_are_handled_after_its_restart() {
    desk.stop();
    desk.paid(10, "alice");

    desk.start();

    assertThat(awaitAnnounced(10, "UnderwriterAssigned")).hasSize(2);
  }

  @Test
  void a_new_configured_capacity_takes_effect_while_running() {
    desk.paid(10, "alice");
    desk.paid(11, "alice");
    desk.paid(12, "alice");
    await().atMost(SOON).until(() -> waiting().size() == 2);

    desk.configure(oneDesk(3));

    await().atMost(SOON).until(() -> waiting().isEmpty());
  }

  private JsonArray waiting() {
    return desk.get("sue", "/underwritings?status=WAITING").body().getJsonArray("underwritings");
  }

  @Test
  void a_supervisors_capacity_outlives_a_restart() {
    JsonObject capacity = new JsonObject().put("capacity", 7);
    assertThat(desk.send("sue", "PATCH", "/underwriters/" + UMA, capacity).status()).isEqualTo(200);
    desk.stop();

    desk.start();

    assertThat(
            desk.get("sue", "/underwriters")
                .body()
                .getJsonArray("underwriters")
                .getJsonObject(0)
                .getInteger("capacity"))
        .isEqualTo(7);
  }

  @Test
  void a_waiting_case_cannot_be_decided_or_assigned_to_a_full_desk() {
    desk.paid(10, "alice");
    assertThat(awaitAnnounced(10, "UnderwriterAssigned")).isNotEmpty();
    desk.paid(11, "alice");
    assertThat(awaitAnnounced(11, "UnderwritingRegistered")).isNotEmpty();

    DeployedDesk.Reply reply = desk.send("sue", "POST", "/underwritings/2/approve", null);
    DeployedDesk.Reply full =
        desk.send(
            "sue", "POST", "/underwritings/2/assign", new JsonObject().put("underwriterId", UMA));

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.body().getString("code")).isEqualTo("NOT_ASSIGNED");
    assertThat(full.status()).isEqualTo(409);
    assertThat(full.body().getString("code")).isEqualTo("NO_ROOM");
  }
}

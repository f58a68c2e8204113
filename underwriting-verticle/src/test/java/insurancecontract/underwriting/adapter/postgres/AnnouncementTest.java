package insurancecontract.underwriting.adapter.postgres;

import static insurancecontract.underwriting.domain.Sample.NOON;
import static insurancecontract.underwriting.domain.Sample.UMA;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.contracts.Topics;
import insurancecontract.contracts.UnderwritingEvent;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.Sample;
import insurancecontract.underwriting.domain.UnderwritingCase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Published events keep their form: each is compared with its stored sample. */
class AnnouncementTest {
  private static final long ID = 70;
  private static final CaseEvent REGISTERED =
      new CaseEvent.Registered(ID, Sample.APPLICATION, NOON);
  private static final CaseEvent ASSIGNED = new CaseEvent.Assigned(ID, UMA, NOON);

  @Test
  void a_new_case_is_published_as_its_sample() {
    assertPublished("UnderwritingRegistered", REGISTERED);
  }

  @Test
  void an_assignment_is_published_as_its_sample() {
    assertPublished("UnderwriterAssigned", REGISTERED, ASSIGNED);
  }

  @Test
  void an_approval_is_published_as_its_sample() {
    assertPublished(
        "UnderwritingApproved", REGISTERED, ASSIGNED, new CaseEvent.Approved(ID, "uma", NOON));
  }

  @Test
  void a_refusal_is_published_as_its_sample() {
    assertPublished(
        "UnderwritingRefused",
        REGISTERED,
        ASSIGNED,
        new CaseEvent.Refused(ID, "uma", "too risky", NOON));
  }

  @Test
  void the_end_of_a_case_is_published_as_its_sample() {
    assertPublished("UnderwritingClosed", REGISTERED, ASSIGNED, new CaseEvent.Closed(ID, NOON));
  }

  @Test
  void every_published_event_has_its_sample() {
    assertThat(samples().fieldNames())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(UnderwritingEvent.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
  }

  private static void assertPublished(String type, CaseEvent... events) {
    UnderwritingCase after = new UnderwritingCase.Absent(ID, 7);
    for (CaseEvent event : events) {
      after = UnderwritingCase.evolve(after, event);
    }
    Recorded<UnderwritingCase, CaseEvent> last =
        new Recorded<>(events[events.length - 1], after, "the-trace");

    assertThat(Announcement.ofAll(List.of(last)))
        .containsExactly(
            new OutboxMessage(
                Topics.UNDERWRITING_EVENTS,
                7,
                type,
                events.length,
                NOON,
                samples().getJsonObject(type),
                "the-trace"));
  }

  private static JsonObject samples() {
    try (InputStream file =
        AnnouncementTest.class.getResourceAsStream("/underwriting-events.json")) {
      return new JsonObject(Buffer.buffer(file.readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

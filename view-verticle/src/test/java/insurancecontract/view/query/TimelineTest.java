package insurancecontract.view.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static TimelineEntry entry(int second, String source, long version, String type) {
    return new TimelineEntry(NOON.plusSeconds(second), source, type, version, Map.of(), null);
  }

  private static List<String> told(List<TimelineEntry> entries) {
    List<TimelineEntry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, new Random(7));
    return Timeline.ordered(shuffled).stream().map(TimelineEntry::type).toList();
  }

  @Test
  void a_contract_comes_after_its_making_although_the_clock_was_set_back() {
    List<TimelineEntry> contract =
        List.of(
            entry(0, "payment", 2, "PaymentApproved"),
            entry(1, "subscription", 2, "SubscriptionCreated"),
            entry(2, "underwriting", 1, "UnderwritingRegistered"),
            entry(3, "underwriting", 2, "UnderwriterAssigned"),
            entry(4, "subscription", 3, "UnderwriterConfirmed"),
            entry(5, "underwriting", 3, "UnderwritingApproved"),
            entry(-3_600, "subscription", 4, "SubscriptionContracted"));
    assertThat(told(contract)).isEqualTo(contract.stream().map(TimelineEntry::type).toList());
  }

  @Test
  void a_reassignment_keeps_its_place() {
    assertThat(
            told(
                List.of(
                    entry(3, "underwriting", 2, "UnderwriterAssigned"),
                    entry(4, "subscription", 3, "UnderwriterConfirmed"),
                    entry(9, "underwriting", 3, "UnderwriterAssigned"))))
        .containsExactly("UnderwriterAssigned", "UnderwriterConfirmed", "UnderwriterAssigned");
  }

  @Test
  void causes_that_contradict_each_other_lose_nothing() {
    assertThat(
            told(
                List.of(
                    entry(1, "payment", 2, "PaymentCancelled"),
                    entry(2, "payment", 3, "PaymentApproved"),
                    entry(3, "subscription", 1, "SubscriptionCreated"),
                    entry(4, "subscription", 2, "CancelRequested"))))
        .containsExactly(
            "PaymentCancelled", "PaymentApproved", "SubscriptionCreated", "CancelRequested");
  }
}

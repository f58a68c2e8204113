package insurancecontract.view.query;

import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order of a subscription's events. Each source numbers its own; among sources time decides,
 * except that no event comes before what caused it: clocks differ, and are set back.
 */
public final class Timeline {
  /** Which events of other sources cause an event; one of them suffices. */
  private static final Map<String, Set<String>> CAUSES =
      Map.ofEntries(
          caused(SubscriptionCreated.class, List.of(PaymentApproved.class)),
          caused(UnderwritingRegistered.class, List.of(SubscriptionCreated.class)),
          caused(UnderwriterConfirmed.class, List.of(UnderwriterAssigned.class)),
          caused(SubscriptionContracted.class, List.of(UnderwritingApproved.class)),
          caused(SubscriptionRefused.class, List.of(UnderwritingRefused.class)),
          caused(UnderwritingClosed.class, List.of(CancelRequested.class)),
          caused(
              PaymentCancelled.class,
              List.of(
                  CancelRequested.class,
                  WithdrawalRequested.class,
                  SubscriptionRefused.class,
                  SubscriptionAbandoned.class)),
          caused(SubscriptionCancelled.class, List.of(PaymentCancelled.class)),
          caused(SubscriptionWithdrawn.class, List.of(PaymentCancelled.class)));

  private static Map.Entry<String, Set<String>> caused(
      Class<? extends Event> effect, List<Class<? extends Event>> causes) {
    return Map.entry(
        EventTypes.of(effect), causes.stream().map(EventTypes::of).collect(Collectors.toSet()));
  }

  private Timeline() {}

  /** The entries in order. */
  public static List<TimelineEntry> ordered(List<TimelineEntry> entries) {
    List<TimelineEntry> left =
        new ArrayList<>(
            entries.stream()
                .sorted(
                    Comparator.comparing(TimelineEntry::at)
                        .thenComparing(TimelineEntry::source)
                        .thenComparing(TimelineEntry::version))
                .toList());
    List<TimelineEntry> ordered = new ArrayList<>(entries.size());
    Set<String> told = new HashSet<>();
    while (!left.isEmpty()) {
      // Contradicting causes must not lose an entry: then time decides.
      TimelineEntry next =
          left.stream().filter(entry -> isNext(entry, left, told)).findFirst().orElse(left.get(0));
      left.remove(next);
      ordered.add(next);
      told.add(next.type());
    }
    return List.copyOf(ordered);
  }

  private static boolean isNext(TimelineEntry entry, List<TimelineEntry> left, Set<String> told) {
    Set<String> causes = CAUSES.getOrDefault(entry.type(), Set.of());
    boolean caused = causes.stream().anyMatch(told::contains);
    return left.stream()
        .noneMatch(
            other ->
                (other.source().equals(entry.source()) && other.version() < entry.version())
                    || (!caused && causes.contains(other.type())));
  }
}

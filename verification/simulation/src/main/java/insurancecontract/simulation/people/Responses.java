package insurancecontract.simulation.people;

import static insurancecontract.contracts.SubscriptionStatus.CANCELLED;
import static insurancecontract.contracts.SubscriptionStatus.CANCEL_REQUESTED;
import static insurancecontract.contracts.SubscriptionStatus.PAYMENT_FAILED;
import static insurancecontract.contracts.SubscriptionStatus.PENDING_PAYMENT;

import insurancecontract.audit.SubscriptionFact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The responses that people received, to compare with the final state. */
public final class Responses {
  private static final String ABSENT = "absent";

  private final Map<String, Set<Long>> byRequest = new LinkedHashMap<>();
  private final Set<Long> created = new LinkedHashSet<>();
  private final Set<Long> failed = new LinkedHashSet<>();
  private final Set<Long> cancelled = new LinkedHashSet<>();

  void created(String request, long id) {
    created.add(id);
    answered(request, id);
  }

  void failed(String request, long id) {
    failed.add(id);
    answered(request, id);
  }

  private void answered(String request, long id) {
    byRequest.computeIfAbsent(request, key -> new LinkedHashSet<>()).add(id);
  }

  void cancelled(long id) {
    cancelled.add(id);
  }

  /** How many responses there were. */
  public int count() {
    return created.size() + failed.size() + cancelled.size();
  }

  /** Where the final state contradicts a response. */
  public List<String> broken(Map<Long, SubscriptionFact> truth) {
    List<String> broken = new ArrayList<>();
    byRequest.forEach(
        (request, ids) -> {
          if (ids.size() > 1) broken.add("one request, several applications: " + request + ids);
        });
    for (Long id : created) {
      if (is(truth, id, ABSENT, PENDING_PAYMENT.name(), PAYMENT_FAILED.name())) {
        broken.add("reported as created, but " + id + " is " + status(truth, id));
      }
    }
    for (Long id : failed) {
      if (!is(truth, id, PAYMENT_FAILED.name())) {
        broken.add("reported as failed, but " + id + " is " + status(truth, id));
      }
    }
    for (Long id : cancelled) {
      if (!is(truth, id, CANCELLED.name(), CANCEL_REQUESTED.name())) {
        broken.add("reported as cancelled, but " + id + " is " + status(truth, id));
      }
    }
    return broken;
  }

  private static String status(Map<Long, SubscriptionFact> truth, long id) {
    SubscriptionFact fact = truth.get(id);
    return fact == null ? ABSENT : fact.status();
  }

  private static boolean is(Map<Long, SubscriptionFact> truth, long id, String... statuses) {
    return List.of(statuses).contains(status(truth, id));
  }
}

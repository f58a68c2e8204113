package insurancecontract.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Holds every dossier against every invariant; keeps counts and a few examples, however many. */
public final class Audit {
  private static final int EXAMPLES_MAX = 5;

  /** How one invariant fares. */
  private static final class Tally {
    private long checked;
    private long broken;
    private final List<String> examples = new ArrayList<>();

    private void add(long subscriptionId, Finding finding) {
      if (!finding.concerned()) return;
      checked++;
      if (!finding.broken()) return;
      broken++;
      if (examples.size() < EXAMPLES_MAX) {
        examples.add("subscription " + subscriptionId + ": " + String.join("; ", finding.faults()));
      }
    }
  }

  private final Map<Invariant, Tally> tallies = new EnumMap<>(Invariant.class);
  private long dossiers;
  private long refundsParked;
  private long messagesParked;

  /** An audit that has seen nothing. */
  public Audit() {
    for (Invariant invariant : Invariant.values()) {
      tallies.put(invariant, new Tally());
    }
  }

  /** Checks one more subscription. */
  public void add(Dossier dossier) {
    dossiers++;
    if (dossier.refundParked()) refundsParked++;
    if (dossier.messageParked()) messagesParked++;
    tallies.forEach(
        (invariant, tally) -> tally.add(dossier.subscriptionId(), invariant.check(dossier)));
  }

  /** Whether every invariant holds. */
  public boolean whole() {
    return tallies.values().stream().allMatch(tally -> tally.broken == 0);
  }

  /** How many subscriptions were checked. */
  public long dossiers() {
    return dossiers;
  }

  /** How often the invariant spoke of a subscription. */
  public long checked(Invariant invariant) {
    return tally(invariant).checked;
  }

  /** How often it did not hold. */
  public long broken(Invariant invariant) {
    return tally(invariant).broken;
  }

  /** What is broken, with a few examples of each; nothing when all is whole. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    tallies.forEach(
        (invariant, tally) ->
            tally.examples.forEach(example -> findings.add(invariant + ": " + example)));
    return findings;
  }

  /** A line for each invariant, followed by examples of what is broken. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Invariant invariant : Invariant.values()) {
      Tally tally = tally(invariant);
      lines.add(
          "%d  %-66s checked %d  broken %d"
              .formatted(invariant.number(), invariant.words(), tally.checked, tally.broken));
      tally.examples.forEach(example -> lines.add("     " + example));
    }
    if (refundsParked > 0) {
      lines.add(
          refundsParked
              + " refused refunds wait for a person; their money is on its way until then");
    }
    if (messagesParked > 0) {
      lines.add(
          messagesParked
              + " subscriptions have a message that waits for a person; until then only their"
              + " charges and refunds are judged");
    }
    return lines;
  }

  private Tally tally(Invariant invariant) {
    return tallies.get(invariant);
  }
}

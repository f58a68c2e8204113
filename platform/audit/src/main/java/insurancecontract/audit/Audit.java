package insurancecontract.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Checks every dossier against every invariant; keeps counts and a few examples. */
public final class Audit {
  private static final int EXAMPLES_MAX = 5;

  /** How one invariant fares. */
  private static final class Tally {
    private long checked;
    private long open;
    private long broken;
    private final List<String> openExamples = new ArrayList<>();
    private final List<String> brokenExamples = new ArrayList<>();

    private void add(long subscriptionId, Finding finding) {
      switch (finding.outcome()) {
        case NOT_CONCERNED -> {}
        case HOLDS -> checked++;
        case OPEN -> {
          checked++;
          open++;
          keep(openExamples, subscriptionId, finding);
        }
        case BROKEN -> {
          checked++;
          broken++;
          keep(brokenExamples, subscriptionId, finding);
        }
      }
    }

    private static void keep(List<String> examples, long subscriptionId, Finding finding) {
      if (examples.size() < EXAMPLES_MAX) {
        examples.add(
            "subscription " + subscriptionId + ": " + String.join("; ", finding.details()));
      }
    }

    private String line(Invariant invariant) {
      return "%d  %-64s checked %d%s  broken %d"
          .formatted(
              invariant.number(),
              invariant.words(),
              checked,
              open > 0 ? "  open " + open : "",
              broken);
    }
  }

  private final Map<Invariant, Tally> tallies = new EnumMap<>(Invariant.class);
  private long dossiers;
  private long refundsParked;
  private long messagesParked;
  private boolean booksUnread;

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
    if (dossier.books().isEmpty()) booksUnread = true;
    tallies.forEach(
        (invariant, tally) -> tally.add(dossier.subscriptionId(), invariant.check(dossier)));
  }

  /** Whether no invariant is broken; some may be open. */
  public boolean whole() {
    return tallies.values().stream().allMatch(tally -> tally.broken == 0);
  }

  /** Whether every invariant holds: none is broken, none is open. */
  public boolean satisfied() {
    return whole() && tallies.values().stream().allMatch(tally -> tally.open == 0);
  }

  /** How many subscriptions were checked. */
  public long dossiers() {
    return dossiers;
  }

  /** How many subscriptions the invariant concerns. */
  public long checked(Invariant invariant) {
    return tally(invariant).checked;
  }

  /** For how many of them a person has to act before it can hold. */
  public long open(Invariant invariant) {
    return tally(invariant).open;
  }

  /** For how many of them it is broken. */
  public long broken(Invariant invariant) {
    return tally(invariant).broken;
  }

  /** What is broken, with a few examples for each invariant. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    tallies.forEach(
        (invariant, tally) ->
            tally.brokenExamples.forEach(example -> findings.add(invariant + ": " + example)));
    return findings;
  }

  /** A line for each invariant, followed by examples of what is broken or open. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    tallies.forEach(
        (invariant, tally) -> {
          lines.add(tally.line(invariant));
          tally.brokenExamples.forEach(example -> lines.add("     " + example));
          tally.openExamples.forEach(example -> lines.add("     open: " + example));
        });
    if (booksUnread) {
      lines.add(
          "the payment provider has no statement to read: charges and refunds are counted from our"
              + " own records only");
    }
    if (refundsParked > 0) {
      lines.add(refundsParked + " refused refunds wait for a person; until then they are open");
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

package insurancecontract.simulation.money;

import insurancecontract.audit.Movement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The provider's books: they keep the port's promises and list every movement of money. */
public final class Ledger {
  /** The books of one key. */
  public static final class Entry {
    private final List<Movement> movements = new ArrayList<>(2);
    private boolean barred;
    private String declined;

    /** How often money was taken. */
    public int charges() {
      return count(Movement.Type.CHARGE);
    }

    private int count(Movement.Type type) {
      int count = 0;
      for (Movement each : movements) if (each.type() == type) count++;
      return count;
    }

    /** Whether further charges are barred. */
    public boolean barred() {
      return barred;
    }

    String declined() {
      return declined;
    }

    /** Every movement of money, oldest first. */
    public List<Movement> movements() {
      return movements;
    }
  }

  private final InstantSource clock;
  private final Map<Long, Entry> entries = new TreeMap<>();

  /** Empty books with this clock. */
  public Ledger(InstantSource clock) {
    this.clock = clock;
  }

  /** Everything in the books. */
  public Map<Long, Entry> entries() {
    return entries;
  }

  Entry get(long key) {
    return entries.computeIfAbsent(key, absent -> new Entry());
  }

  void charged(long key, long amount, String currency) {
    get(key).movements.add(new Movement(Movement.Type.CHARGE, amount, currency, clock.instant()));
  }

  void declined(long key, String reason) {
    get(key).declined = reason;
  }

  /** Refunds what was charged, if anything, and bars further charges. */
  void refunded(long key) {
    Entry entry = get(key);
    entry.barred = true;
    if (entry.movements.isEmpty()) return;
    Movement charge = entry.movements.get(0);
    entry.movements.add(
        new Movement(Movement.Type.REFUND, charge.amount(), charge.currency(), clock.instant()));
  }
}

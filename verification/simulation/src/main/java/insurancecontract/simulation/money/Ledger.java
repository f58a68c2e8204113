package insurancecontract.simulation.money;

import java.util.Map;
import java.util.TreeMap;

/** The provider's books. They keep what the port demands, and count what really moved. */
public final class Ledger {
  /**
   * One key.
   *
   * @param charges how often money was taken
   * @param refunds how often it was given back
   * @param barred whether nothing may be charged any more
   */
  public record Entry(
      int charges, int refunds, boolean barred, String declined, Long amount, String currency) {}

  private static final Entry EMPTY = new Entry(0, 0, false, null, null, null);

  private final Map<Long, Entry> entries = new TreeMap<>();

  /** Everything in the books. */
  public Map<Long, Entry> entries() {
    return entries;
  }

  Entry get(long key) {
    return entries.getOrDefault(key, EMPTY);
  }

  void charged(long key, long amount, String currency) {
    Entry now = get(key);
    entries.put(key, new Entry(now.charges + 1, now.refunds, now.barred, null, amount, currency));
  }

  void declined(long key, String reason, long amount, String currency) {
    Entry now = get(key);
    entries.put(key, new Entry(now.charges, now.refunds, now.barred, reason, amount, currency));
  }

  /** Gives back what was charged, if anything was, and bars the key. */
  void refunded(long key) {
    Entry now = get(key);
    int refunds = now.charges > 0 ? now.refunds + 1 : now.refunds;
    entries.put(key, new Entry(now.charges, refunds, true, now.declined, now.amount, now.currency));
  }
}

package insurancecontract.gateway.limits;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each client, in a table of bounded size: the least recently seen client is
 * evicted first, and would start again with a full bucket.
 *
 * <p>Belongs to one event loop.
 */
public final class TokenBuckets {
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * How fast buckets refill, and their size.
   *
   * @param perSecond tokens that are added each second; may be a fraction
   * @param burst tokens in a full bucket, at least 1
   */
  public record Rate(double perSecond, int burst) {}

  private static final class Bucket {
    private double tokens;
    private long filledAt;
  }

  private final LongSupplier nanoClock;
  private final Map<String, Bucket> buckets;

  /** Keeps at most {@code clientsMax} buckets; the clock must be monotonic. */
  public TokenBuckets(int clientsMax, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > clientsMax;
          }
        };
  }

  /**
   * Takes one token if there is one.
   *
   * @return 0 when it was taken, else the nanoseconds until the next one
   */
  public long take(String client, Rate rate) {
    Bucket bucket = filled(client, rate);
    long wait = wait(bucket, rate);
    if (wait == 0) bucket.tokens -= 1;
    return wait;
  }

  /** Takes one token even from an empty bucket: what it counts has happened already. */
  public void spend(String client, Rate rate) {
    filled(client, rate).tokens -= 1;
  }

  /** The nanoseconds until there is a token, 0 if there is one; takes none. */
  public long peek(String client, Rate rate) {
    return wait(filled(client, rate), rate);
  }

  /** The number of buckets. */
  public int size() {
    return buckets.size();
  }

  private Bucket filled(String client, Rate rate) {
    long now = nanoClock.getAsLong();
    Bucket bucket = buckets.get(client);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = rate.burst();
      buckets.put(client, bucket);
    } else {
      double grown = (now - bucket.filledAt) / NANOS_PER_SECOND * rate.perSecond();
      bucket.tokens = Math.min(rate.burst(), bucket.tokens + grown);
    }
    bucket.filledAt = now;
    return bucket;
  }

  private static long wait(Bucket bucket, Rate rate) {
    if (bucket.tokens >= 1) return 0;
    return Math.max(1, (long) Math.ceil((1 - bucket.tokens) / rate.perSecond() * NANOS_PER_SECOND));
  }
}

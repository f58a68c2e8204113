package insurancecontract.gateway.limits;

import insurancecontract.gateway.limits.TokenBuckets.Rate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits failed sign-ins: for one user from one address, for one address, and in total, so that
 * trying one password for many users is limited, too. Nobody is locked out: who has signed in from
 * an address before is limited only by the own failures there, and when there are too many failures
 * in total, every address still has a few attempts.
 *
 * <p>Belongs to one event loop.
 */
public final class SignInLimits {
  private static final double SECONDS_PER_MINUTE = 60;
  private static final int ADDRESS_FACTOR = 10;
  private static final int TOTAL_FACTOR = 100;
  private static final int ALWAYS_PER_MINUTE = 3;
  private static final String TOTAL = "";

  private final TokenBuckets ofPairs;
  private final TokenBuckets ofAddresses;
  private final TokenBuckets always;
  private final TokenBuckets total;
  private final Rate perPair;
  private final Rate perAddress;
  private final Rate alwaysAllowed;
  private final Rate inTotal;
  private final Map<String, Boolean> known;

  /**
   * Allows {@code perMinute} failures for one user from one address, ten times as many for the
   * address, and a hundred times as many in total; remembers at most {@code clientsMax} of each.
   */
  public SignInLimits(int clientsMax, int perMinute, LongSupplier nanoClock) {
    this.ofPairs = new TokenBuckets(clientsMax, nanoClock);
    this.ofAddresses = new TokenBuckets(clientsMax, nanoClock);
    this.always = new TokenBuckets(clientsMax, nanoClock);
    this.total = new TokenBuckets(1, nanoClock);
    this.perPair = rate(perMinute);
    this.perAddress = rate(perMinute * ADDRESS_FACTOR);
    this.alwaysAllowed = rate(ALWAYS_PER_MINUTE);
    this.inTotal = rate(perMinute * TOTAL_FACTOR);
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > clientsMax;
          }
        };
  }

  private static Rate rate(int perMinute) {
    return new Rate(perMinute / SECONDS_PER_MINUTE, perMinute);
  }

  /** The nanoseconds until this user may try again from this address; 0 for at once. */
  public long waitNanos(String user, String address) {
    String pair = pair(user, address);
    long wait = ofPairs.peek(pair, perPair);
    if (wait > 0 || known.containsKey(pair)) return wait;
    wait = ofAddresses.peek(address, perAddress);
    if (wait > 0 || total.peek(TOTAL, inTotal) == 0) return wait;
    return always.peek(address, alwaysAllowed);
  }

  /** Only failures count. */
  public void failed(String user, String address) {
    ofPairs.spend(pair(user, address), perPair);
    ofAddresses.spend(address, perAddress);
    always.spend(address, alwaysAllowed);
    total.spend(TOTAL, inTotal);
  }

  /** From now on failures of others do not concern this user at this address. */
  public void succeeded(String user, String address) {
    known.put(pair(user, address), true);
  }

  private static String pair(String user, String address) {
    return user + " " + address;
  }
}

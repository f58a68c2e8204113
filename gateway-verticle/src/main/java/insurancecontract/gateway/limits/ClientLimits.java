package insurancecontract.gateway.limits;

import insurancecontract.chassis.http.Problem;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.gateway.limits.TokenBuckets.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How often one client may ask: who has signed in is known by name, wherever the calls come from;
 * everyone else by address.
 */
public final class ClientLimits {
  private final TokenBuckets buckets;
  private final Supplier<LimitSettings> settings;

  /** Remembers at most {@code clientsMax} clients; the rate is read at each use. */
  public ClientLimits(int clientsMax, Supplier<LimitSettings> settings) {
    this.buckets = new TokenBuckets(clientsMax, System::nanoTime);
    this.settings = settings;
  }

  /** Counts a call by someone who has signed in; the problem if it is one too many. */
  public Optional<ProblemException> count(String subject) {
    return take("subject " + subject);
  }

  /** Counts a call by someone unknown; the problem if it is one too many. */
  public Optional<ProblemException> countUnknown(String address) {
    return take("address " + address);
  }

  private Optional<ProblemException> take(String client) {
    Rate rate = settings.get().perClient();
    long wait = buckets.take(client, rate);
    return wait == 0 ? Optional.empty() : Optional.of(tooMany(wait));
  }

  /** 429, with when to ask again. */
  public static ProblemException tooMany(long waitNanos) {
    return new ProblemException(
        new Problem(
            429,
            "RATE_LIMITED",
            "Too many requests",
            "Please ask less often, and again after the time that Retry-After says.",
            List.of(),
            Duration.ofNanos(waitNanos)));
  }
}

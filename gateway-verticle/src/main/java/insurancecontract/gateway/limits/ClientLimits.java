package insurancecontract.gateway.limits;

import insurancecontract.chassis.http.Problem;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.gateway.limits.TokenBuckets.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The rate limit of each client: a signed-in user by subject, everyone else by address. */
public final class ClientLimits {
  private final TokenBuckets buckets;
  private final Supplier<LimitSettings> settings;

  /** Remembers at most {@code clientsMax} clients; the rate is read at each use. */
  public ClientLimits(int clientsMax, Supplier<LimitSettings> settings) {
    this.buckets = new TokenBuckets(clientsMax, System::nanoTime);
    this.settings = settings;
  }

  /** Counts a signed-in user's request; returns the problem if it exceeds the limit. */
  public Optional<ProblemException> count(String subject) {
    return take("subject " + subject);
  }

  /** Counts an unauthenticated request; returns the problem if it exceeds the limit. */
  public Optional<ProblemException> countUnknown(String address) {
    return take("address " + address);
  }

  private Optional<ProblemException> take(String client) {
    Rate rate = settings.get().perClient();
    long wait = buckets.take(client, rate);
    return wait == 0 ? Optional.empty() : Optional.of(tooMany(wait));
  }

  /** 429 with Retry-After. */
  public static ProblemException tooMany(long waitNanos) {
    return new ProblemException(
        new Problem(
            429,
            "RATE_LIMITED",
            "Too many requests",
            "Please send fewer requests, and retry after the time in Retry-After.",
            List.of(),
            Duration.ofNanos(waitNanos)));
  }
}

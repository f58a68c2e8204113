package insurancecontract.payment.adapter.provider;

import insurancecontract.chassis.settings.Secret;
import insurancecontract.chassis.settings.Settings;
import java.net.URI;
import java.time.Duration;

/**
 * Which provider moves the money, and how.
 *
 * @param kind fixed at the start; the other settings take effect while running
 * @param timeout after which a call has failed, whether or not it still goes through
 * @param delayMin the simulator's shortest delay
 * @param delayMax the simulator's longest delay
 * @param declineRate the share of charges that the simulator declines
 * @param failureRate the share of calls that the simulator fails, some of them after the effect
 * @param url the real provider's URL, without a trailing slash
 * @param secretKey our bearer token at the real provider
 */
public record ProviderSettings(
    Kind kind,
    Duration timeout,
    Duration delayMin,
    Duration delayMax,
    double declineRate,
    double failureRate,
    String url,
    Secret secretKey) {

  /** The available providers. */
  public enum Kind {
    /** Built in, with its own books in payment's database. */
    SIMULATOR,
    /** A real one. */
    HTTP
  }

  /** Reads {@code PROVIDER} and {@code PROVIDER_*}. */
  public static ProviderSettings from(Settings settings) {
    Kind kind = settings.oneOf("PROVIDER", Kind.class, Kind.SIMULATOR);
    Duration delayMin = settings.millis("PROVIDER_DELAY_MIN_MS", 0, 60_000, 0);
    Duration delayMax =
        settings.millis("PROVIDER_DELAY_MAX_MS", 0, 60_000, Math.max(0, delayMin.toMillis()));
    if (delayMax.compareTo(delayMin) < 0) {
      settings.fault(
          "PROVIDER_DELAY_MAX_MS", delayMax.toMillis(), "at least PROVIDER_DELAY_MIN_MS");
    }
    return new ProviderSettings(
        kind,
        settings.millis("PROVIDER_TIMEOUT_MS", 50, 60_000, 3_000),
        delayMin,
        delayMax,
        settings.ratio("PROVIDER_DECLINE_RATE", 0),
        settings.ratio("PROVIDER_FAILURE_RATE", 0),
        kind == Kind.HTTP ? url(settings) : "",
        kind == Kind.HTTP ? settings.secret("PROVIDER_SECRET_KEY") : new Secret(""));
  }

  private static String url(Settings settings) {
    String url = settings.text("PROVIDER_URL");
    if (!url.isEmpty() && !isHttp(url)) {
      settings.fault("PROVIDER_URL", url, "an http or https address");
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}

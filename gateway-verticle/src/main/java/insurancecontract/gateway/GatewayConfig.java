package insurancecontract.gateway;

import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.http.ManagementSettings;
import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.tracing.TracingSettings;
import insurancecontract.gateway.front.FrontSettings;
import insurancecontract.gateway.issuer.IssuerSettings;
import insurancecontract.gateway.proxy.UpstreamSettings;
import insurancecontract.gateway.web.WebSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings that the gateway reads once, when it starts.
 *
 * @param platformTimeout the time limit for calls about a service's status
 * @param issuer the built-in issuer; empty where an identity provider issues the tokens
 * @param web how users of the pages sign in
 */
public record GatewayConfig(
    HttpSettings http,
    ManagementSettings management,
    IdentitySettings identity,
    TracingSettings tracing,
    FrontSettings front,
    UpstreamSettings upstream,
    Duration platformTimeout,
    Optional<IssuerSettings> issuer,
    WebSettings web) {

  /** Reads every setting of the gateway except those that change while it runs. */
  public static GatewayConfig from(Settings settings) {
    IdentitySettings identity = IdentitySettings.from(settings);
    HttpSettings http = HttpSettings.from(settings);
    return new GatewayConfig(
        http,
        ManagementSettings.from(settings),
        identity,
        TracingSettings.from(settings),
        FrontSettings.from(settings, http.bodyMax()),
        UpstreamSettings.from(settings),
        settings.millis("PLATFORM_TIMEOUT_MS", 100, 30_000, 1_500),
        IssuerSettings.from(settings, identity),
        WebSettings.from(settings));
  }
}

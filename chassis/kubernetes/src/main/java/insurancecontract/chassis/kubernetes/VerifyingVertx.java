package insurancecontract.chassis.kubernetes;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;

/**
 * A Vert.x whose HTTP clients talk to the API server alone, and only with a certificate of the
 * mounted CA. For a library that would trust every certificate, and that takes the address from the
 * environment whatever it is configured with.
 */
final class VerifyingVertx extends VertxWrapper {
  private final KubernetesSettings settings;
  private final Account account;
  private final Duration timeout;

  VerifyingVertx(Vertx vertx, KubernetesSettings settings, Account account, Duration timeout) {
    super((VertxInternal) vertx);
    this.settings = settings;
    this.account = account;
    this.timeout = timeout;
  }

  /** Changes the given options, which the library's client reads the address from afterwards. */
  @Override
  public HttpClientAgent createHttpClient(HttpClientOptions options) {
    options
        .setDefaultHost(settings.host())
        .setDefaultPort(settings.port())
        .setSsl(true)
        .setTrustAll(false)
        .setVerifyHost(true)
        .setTrustOptions(new PemTrustOptions().addCertValue(account.authority()))
        .setConnectTimeout((int) timeout.toMillis())
        .setIdleTimeout((int) timeout.toSeconds());
    return super.createHttpClient(options);
  }
}

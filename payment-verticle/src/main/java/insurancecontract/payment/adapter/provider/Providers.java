package insurancecontract.payment.adapter.provider;

import insurancecontract.payment.application.PaymentProvider;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.sqlclient.Pool;
import java.util.Random;
import java.util.function.Supplier;

/** The providers to choose from. */
public final class Providers {
  private Providers() {}

  /** The provider of the settings, with a time-out; it closes with the verticle that opens it. */
  public static PaymentProvider open(Vertx vertx, Pool pool, Supplier<ProviderSettings> settings) {
    PaymentProvider provider =
        switch (settings.get().kind()) {
          case SIMULATOR -> new SimulatedProvider(vertx, pool, settings, new Random());
          case HTTP -> new HttpProvider(WebClient.create(vertx), settings);
        };
    return new BoundedProvider(vertx, provider, () -> settings.get().timeout());
  }
}

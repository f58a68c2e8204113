package insurancecontract.gateway;

import insurancecontract.gateway.proxy.ApiContract;
import insurancecontract.gateway.web.ApiDocs;
import insurancecontract.gateway.web.StaticFiles;
import insurancecontract.gateway.web.WebPages;
import io.vertx.core.Vertx;

/** What the gateway reads out of its jars when it starts. */
record WebResources(ApiContract contract, ApiDocs docs, WebPages pages) {

  /** Blocks. */
  static WebResources load(Vertx vertx, GatewayConfig config) {
    StaticFiles files = new StaticFiles(vertx);
    return new WebResources(
        ApiContract.parse(ApiDocs.openapi()),
        new ApiDocs(files),
        WebPages.of(
            files,
            config.web(),
            config.identity().issuer(),
            config.identity().rolesClaim(),
            config.issuer()));
  }
}

package insurancecontract.gateway.platform;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.contracts.Services;
import insurancecontract.gateway.platform.ServiceCalls.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The parked items of all services in one list, newest first. A service that does not answer is
 * named, so that an empty list is not mistaken for good news.
 */
public final class ParkedOverview {
  /** One service's reply; null when it did not answer. */
  private record Part(String service, Reply reply) {
    boolean answered() {
      return reply != null && reply.status() == 200;
    }

    List<JsonObject> items() {
      return reply.json().getJsonArray("parked").stream().map(JsonObject.class::cast).toList();
    }
  }

  private final ServiceContext context;
  private final ServiceCalls calls;

  /** Calls the services that discovery knows. */
  ParkedOverview(ServiceContext context, ServiceCalls calls) {
    this.context = context;
    this.calls = calls;
  }

  /** The first page of each service. */
  Future<JsonObject> list(String query, String authorization) {
    String suffix = query == null ? "" : "?" + query;
    List<Future<Part>> asked = new ArrayList<>();
    for (String service : Services.WITH_DATABASE) {
      asked.add(part(service, "/parked/" + service + suffix, authorization));
    }
    return Future.all(asked).map(all -> merged(all.list()));
  }

  private Future<Part> part(String service, String uri, String authorization) {
    return context
        .discovery()
        .find(service)
        .compose(found -> ask(found, uri, authorization))
        .map(reply -> new Part(service, reply))
        .otherwise(new Part(service, null));
  }

  /** All instances of a service share a database, so the next one is called when one fails. */
  private Future<Reply> ask(List<Location> found, String uri, String authorization) {
    Future<Reply> asked = Future.failedFuture("no instance");
    for (Location location : found) {
      if (location instanceof HttpAddress at) {
        asked = asked.recover(silent -> calls.get(at, uri, authorization));
      }
    }
    return asked;
  }

  private static JsonObject merged(List<Part> parts) {
    JsonArray items = new JsonArray();
    parts.stream()
        .filter(Part::answered)
        .flatMap(part -> part.items().stream())
        .sorted(Comparator.comparing((JsonObject item) -> item.getString("parkedAt")).reversed())
        .forEach(items::add);
    JsonArray more = new JsonArray();
    JsonArray away = new JsonArray();
    for (Part part : parts) {
      if (!part.answered()) away.add(part.service());
      else if (part.reply().more()) more.add(part.service());
    }
    return new JsonObject().put("parked", items).put("more", more).put("away", away);
  }
}

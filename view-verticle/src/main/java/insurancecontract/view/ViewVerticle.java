package insurancecontract.view;

import static java.util.stream.Collectors.toMap;

import insurancecontract.chassis.service.EventDrivenService;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.Services;
import insurancecontract.contracts.Topics;
import insurancecontract.view.adapter.bus.BusViewChanges;
import insurancecontract.view.adapter.bus.EventStreams;
import insurancecontract.view.adapter.bus.PushDoor;
import insurancecontract.view.adapter.http.RebuildRoutes;
import insurancecontract.view.adapter.http.ViewRoutes;
import insurancecontract.view.adapter.kafka.FactsListener;
import insurancecontract.view.adapter.kafka.KafkaHistory;
import insurancecontract.view.adapter.kafka.LeftOutFacts;
import insurancecontract.view.adapter.postgres.ChangeFeed;
import insurancecontract.view.adapter.postgres.PgChangeLog;
import insurancecontract.view.adapter.postgres.PgRebuilds;
import insurancecontract.view.adapter.postgres.PgViewRows;
import insurancecontract.view.adapter.postgres.PgViews;
import insurancecontract.view.projection.Projector;
import insurancecontract.view.projection.Rebuild;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** The view service, put together. */
public final class ViewVerticle extends VerticleBase {
  private final SettingsSource settings;
  private EventDrivenService service;

  /** A service that reads these settings when it starts. */
  public ViewVerticle(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    service = new EventDrivenService(Services.VIEW, vertx, settings);
    ViewConfig config = service.bind(ViewConfig::from).get();
    return service.start(
        config.service(), config, Topics.ALL, List.of("db/view"), parts -> list(parts, config));
  }

  private void list(EventDrivenService parts, ViewConfig config) {
    var changes = new BusViewChanges(vertx.eventBus());
    var log = new PgChangeLog(parts.pool());
    var feed =
        new ChangeFeed(
            vertx, parts.pool(), config.service().postgres(), log, changes, config.feed());
    var projector = new Projector(new PgViewRows(parts.pool(), log), changes);
    var facts = new FactsListener(projector, parts.context().tracing());
    var history = new KafkaHistory(vertx, config.service().kafka(), config.rebuildBatchMax());
    var leftOut = new LeftOutFacts(parts.parking(), facts);
    var rebuild = new Rebuild(history, new PgRebuilds(parts.pool(), leftOut));
    var views = new PgViews(parts.pool());
    var streams = new EventStreams(parts.context(), feed, config.push());
    var push = new PushDoor(parts.context(), views, config.push());

    var routes = new RebuildRoutes(rebuild).andThen(new ViewRoutes(views));

    parts.part("rebuild", rebuild);
    parts.part("changes of other processes", feed);
    parts.events(Topics.ALL.stream().collect(toMap(topic -> topic, topic -> facts)));
    parts.http(push.andThen(streams::mount), routes);
    parts.part("streams", streams);
  }

  @Override
  public Future<?> stop() {
    return service.stop();
  }
}

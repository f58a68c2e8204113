package insurancecontract.underwriting;

import insurancecontract.chassis.service.EventDrivenService;
import insurancecontract.chassis.settings.Live;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.Services;
import insurancecontract.contracts.Topics;
import insurancecontract.underwriting.adapter.http.UnderwriterRoutes;
import insurancecontract.underwriting.adapter.http.UnderwritingRoutes;
import insurancecontract.underwriting.adapter.postgres.PgUnderwritingRepository;
import insurancecontract.underwriting.adapter.settings.StaffListener;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/** The underwriting service, put together. */
public final class UnderwritingVerticle extends VerticleBase {
  private final SettingsSource settings;
  // The database keeps microseconds, and nobody needs more than milliseconds.
  private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
  private EventDrivenService service;

  /** A service that reads these settings when it starts. */
  public UnderwritingVerticle(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    service = new EventDrivenService(Services.UNDERWRITING, vertx, settings);
    Live<UnderwritingConfig> config = service.bind(UnderwritingConfig::from);
    return service.start(
        config.get().service(),
        config.get(),
        List.of(Topics.SUBSCRIPTION_EVENTS, Topics.UNDERWRITING_EVENTS),
        List.of("db/outbox", "db/underwriting"),
        parts -> list(parts, config));
  }

  private void list(EventDrivenService parts, Live<UnderwritingConfig> config) {
    var repository = new PgUnderwritingRepository(parts.pool());
    var desk = new UnderwritingWiring(repository, config.get().commands(), clock);
    var staff = new StaffListener(vertx, desk.service(), () -> config.get().staff(), clock);
    config.onChange(changed -> staff.changed());

    parts.part("staff", staff);
    parts.outbox();
    parts.events(desk.listeners());
    parts.http(router -> mount(router, desk));
  }

  private void mount(Router router, UnderwritingWiring desk) {
    new UnderwritingRoutes(desk.service(), desk.commands(), clock).mount(router);
    new UnderwriterRoutes(desk.service(), desk.staffCommands(), clock).mount(router);
  }

  @Override
  public Future<?> stop() {
    return service.stop();
  }
}

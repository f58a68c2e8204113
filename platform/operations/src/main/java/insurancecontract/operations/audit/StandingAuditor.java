package insurancecontract.operations.audit;

import insurancecontract.audit.Audit;
import insurancecontract.audit.Invariant;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.gateway.platform.PlatformStatus;
import insurancecontract.operations.audit.Auditor.Judgement;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits the running platform periodically, on a thread of its own, and answers requests for the
 * last result. A result that is not conclusive does not replace it.
 */
public final class StandingAuditor extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(StandingAuditor.class);

  /** Requests to the broker have a limit of their own. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** The outcome of the last attempt. */
  private enum State {
    NEVER,
    DONE,
    BUSY,
    FAILED
  }

  /**
   * How often, and within which time limits.
   *
   * @param interval between the end of one audit and the next
   * @param patience for quiet
   * @param readingMax for reading the databases once
   */
  public record Pace(Duration interval, Duration patience, Duration readingMax) {
    /** From settings. */
    public static Pace from(Settings settings) {
      return new Pace(
          settings.millis("AUDIT_INTERVAL_MS", 100, 86_400_000, 30_000),
          settings.millis("AUDIT_QUIET_MAX_MS", 0, 600_000, 10_000),
          settings.millis("AUDIT_READING_MAX_MS", 1_000, 3_600_000, 60_000));
    }
  }

  private final Auditor auditor;
  private final Pace pace;
  private WorkerExecutor executor;
  private boolean stopping;
  private JsonObject last = report(State.NEVER, new JsonObject());

  /** An auditor of the platform with these databases, this broker and this provider. */
  public StandingAuditor(
      Databases databases, String bootstrapServers, Statements statements, Pace pace) {
    this.auditor =
        new Auditor(databases, MessageBroker.at(bootstrapServers), statements, pace.readingMax());
    this.pace = pace;
  }

  @Override
  public Future<?> start() {
    Duration longest = pace.patience().plus(pace.readingMax()).plus(MARGIN);
    executor =
        vertx.createSharedWorkerExecutor("auditor", 1, longest.toMillis(), TimeUnit.MILLISECONDS);
    auditLater();
    return vertx
        .eventBus()
        .<JsonObject>consumer(PlatformStatus.AUDIT, request -> request.reply(last))
        .completion();
  }

  /** The thread ends with the verticle, even during an audit. */
  @Override
  public Future<?> stop() {
    stopping = true;
    return Future.succeededFuture();
  }

  private void auditLater() {
    if (stopping) return;
    vertx.setTimer(pace.interval().toMillis(), timer -> audit());
  }

  private void audit() {
    executor
        .executeBlocking(() -> auditor.judge(pace.patience()))
        .onSuccess(this::judged)
        .onFailure(this::failed)
        .onComplete(done -> auditLater());
  }

  private void judged(Judgement judgement) {
    if (!judgement.conclusive()) {
      last = report(State.BUSY, last);
      return;
    }
    if (!judgement.whole()) {
      List<String> findings = judgement.audit().findings();
      LOG.atError().addKeyValue("findings", findings).log("an invariant is broken");
    }
    last = report(State.DONE, result(judgement.audit()));
  }

  private void failed(Throwable cause) {
    if (stopping) return;
    LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("audit failed");
    last = report(State.FAILED, last);
  }

  private static JsonObject report(State state, JsonObject result) {
    return result.copy().put("state", state.name());
  }

  private static JsonObject result(Audit audit) {
    JsonArray invariants = new JsonArray();
    for (Invariant invariant : Invariant.values()) {
      invariants.add(
          new JsonObject()
              .put("number", invariant.number())
              .put("name", invariant.words())
              .put("checked", audit.checked(invariant))
              .put("open", audit.open(invariant))
              .put("broken", audit.broken(invariant)));
    }
    return new JsonObject()
        .put("at", Instant.now().toString())
        .put("satisfied", audit.satisfied())
        .put("invariants", invariants);
  }
}

package insurancecontract.simulation.people;

import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.simulation.world.Timeline;
import insurancecontract.simulation.world.World;
import insurancecontract.subscription.application.Application;
import insurancecontract.subscription.application.ApplicationAnswer;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Products;
import insurancecontract.subscription.domain.Reason;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.Withdraw;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * Customers apply, retry when they have an idempotency key and no response, cancel and withdraw as
 * planned.
 */
public final class Customers {
  /** The products: one is paid, the card for the other is declined. */
  public static final Products PRODUCTS =
      new Products(
          List.of(new Product("cancer", 30_000, "KRW"), new Product("declined", 30_402, "KRW")));

  private static final long RETRY_MICROS = 300_000;

  private final World world;
  private final Timeline clock;
  private final Client<ApplicationsApi> api;
  private final Responses answers;
  private int busy;

  /** Customers who use these processes. */
  public Customers(World world, Supplier<List<ApplicationsApi>> apis, Responses answers) {
    this.world = world;
    this.clock = world.timeline();
    this.api = new Client<>(world, apis, ApplicationsApi::process);
    this.answers = answers;
  }

  /** Whether a customer has something left to do. */
  public boolean busy() {
    return busy > 0;
  }

  /** Schedules this customer. */
  public void expect(Scenario scenario) {
    busy++;
    clock.after(scenario.at() * 1_000L, () -> apply(scenario, true));
    for (int i = 1; i <= scenario.repeats(); i++) {
      busy++;
      long soonAfter = scenario.at() * 1_000L + i * world.chance().between(0, 40_000);
      clock.after(soonAfter, () -> apply(scenario, false));
    }
  }

  private void apply(Scenario scenario, boolean first) {
    String key = scenario.keyed() ? "key" : null;
    var application =
        new Application(
            scenario.customer(),
            scenario.declined() ? "declined" : "cancer",
            key,
            key == null ? null : "body",
            null);
    world.trace().add(() -> scenario.customer() + " applies");
    api.ask(it -> it.applications().apply(application))
        .onComplete(
            done -> {
              world.trace().add(() -> scenario.customer() + " receives " + done);
              if (done.succeeded()) answered(scenario, first, done.result());
              else unanswered(scenario, first);
            });
  }

  private void unanswered(Scenario scenario, boolean first) {
    if (scenario.keyed()) clock.after(RETRY_MICROS, () -> apply(scenario, first));
    else busy--;
  }

  private void answered(Scenario scenario, boolean first, ApplicationAnswer answer) {
    // Without a key each request counts separately.
    String request = scenario.customer();
    if (answer instanceof ApplicationAnswer.Created it) {
      answers.created(request, it.subscription().id());
      if (first) goOn(scenario, it.subscription().id());
      busy--;
    } else if (answer instanceof ApplicationAnswer.Declined it) {
      answers.failed(request, it.subscription().id());
      busy--;
    } else if (answer instanceof ApplicationAnswer.InDoubt it) {
      answers.failed(request, it.subscription().id());
      busy--;
    } else {
      unanswered(scenario, first);
    }
  }

  private void goOn(Scenario scenario, long id) {
    if (scenario.cancelAfter() >= 0) {
      busy++;
      clock.after(scenario.cancelAfter() * 1_000L, () -> cancel(scenario, id));
    }
    if (scenario.withdrawAfter() >= 0) {
      busy++;
      clock.after(scenario.withdrawAfter() * 1_000L, () -> withdraw(scenario, id, 20));
    }
  }

  private void cancel(Scenario scenario, long id) {
    world.trace().add(() -> scenario.customer() + " cancels " + id);
    ask(new Cancel(id, scenario.customer(), clock.instant()))
        .onComplete(
            done -> {
              if (done.failed()) {
                clock.after(RETRY_MICROS, () -> cancel(scenario, id));
                return;
              }
              if (!(done.result().decision() instanceof Refused)) answers.cancelled(id);
              busy--;
            });
  }

  private void withdraw(Scenario scenario, long id, int tries) {
    ask(new Withdraw(id, scenario.customer(), clock.instant()))
        .onComplete(
            done -> {
              boolean early =
                  done.failed()
                      || (done.result().decision() instanceof Refused<SubscriptionEvent> no
                          && no.refusal().code() == Reason.NOT_CONTRACTED);
              if (early && tries > 0) {
                clock.after(RETRY_MICROS, () -> withdraw(scenario, id, tries - 1));
              } else {
                busy--;
              }
            });
  }

  private Future<Handled<SubscriptionState, SubscriptionEvent>> ask(SubscriptionCommand command) {
    return api.ask(it -> it.commands().submit(new Traced<>(command, null)));
  }
}

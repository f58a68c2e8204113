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
 * Customers apply, ask again when they have a key and no answer, cancel and withdraw as they
 * wished.
 */
public final class Customers {
  /** What can be applied for: one product is paid, the card of the other is declined. */
  public static final Products PRODUCTS =
      new Products(
          List.of(new Product("cancer", 30_000, "KRW"), new Product("declined", 30_402, "KRW")));

  private static final long ASK_AGAIN_MICROS = 300_000;

  private final World world;
  private final Timeline clock;
  private final FrontDoor<SubscriptionDoor> door;
  private final Answers answers;
  private int busy;

  /** Customers who come through these doors. */
  public Customers(World world, Supplier<List<SubscriptionDoor>> doors, Answers answers) {
    this.world = world;
    this.clock = world.timeline();
    this.door = new FrontDoor<>(world, doors, SubscriptionDoor::process);
    this.answers = answers;
  }

  /** Whether anybody still means to do something. */
  public boolean busy() {
    return busy > 0;
  }

  /** This customer will come. */
  public void expect(Wish wish) {
    busy++;
    clock.after(wish.at() * 1_000L, () -> apply(wish, true));
    for (int i = 1; i <= wish.repeats(); i++) {
      busy++;
      long soonAfter = wish.at() * 1_000L + i * world.chance().between(0, 40_000);
      clock.after(soonAfter, () -> apply(wish, false));
    }
  }

  private void apply(Wish wish, boolean first) {
    String key = wish.keyed() ? "key" : null;
    var application =
        new Application(
            wish.customer(),
            wish.declined() ? "declined" : "cancer",
            key,
            key == null ? null : "body",
            null);
    world.trace().tell(() -> wish.customer() + " applies");
    door.ask(it -> it.applications().apply(application))
        .onComplete(
            done -> {
              world.trace().tell(() -> wish.customer() + " is answered " + done);
              if (done.succeeded()) answered(wish, first, done.result());
              else unanswered(wish, first);
            });
  }

  private void unanswered(Wish wish, boolean first) {
    if (wish.keyed()) clock.after(ASK_AGAIN_MICROS, () -> apply(wish, first));
    else busy--;
  }

  private void answered(Wish wish, boolean first, ApplicationAnswer answer) {
    // Without a key each request is a request of its own.
    String request = wish.customer();
    if (answer instanceof ApplicationAnswer.Created it) {
      answers.created(request, it.subscription().id());
      if (first) goOn(wish, it.subscription().id());
      busy--;
    } else if (answer instanceof ApplicationAnswer.Declined it) {
      answers.failed(request, it.subscription().id());
      busy--;
    } else if (answer instanceof ApplicationAnswer.InDoubt it) {
      answers.failed(request, it.subscription().id());
      busy--;
    } else {
      unanswered(wish, first);
    }
  }

  private void goOn(Wish wish, long id) {
    if (wish.cancelAfter() >= 0) {
      busy++;
      clock.after(wish.cancelAfter() * 1_000L, () -> cancel(wish, id));
    }
    if (wish.withdrawAfter() >= 0) {
      busy++;
      clock.after(wish.withdrawAfter() * 1_000L, () -> withdraw(wish, id, 20));
    }
  }

  private void cancel(Wish wish, long id) {
    world.trace().tell(() -> wish.customer() + " cancels " + id);
    ask(new Cancel(id, wish.customer(), clock.instant()))
        .onComplete(
            done -> {
              if (done.failed()) {
                clock.after(ASK_AGAIN_MICROS, () -> cancel(wish, id));
                return;
              }
              if (!(done.result().decision() instanceof Refused)) answers.cancelled(id);
              busy--;
            });
  }

  private void withdraw(Wish wish, long id, int tries) {
    ask(new Withdraw(id, wish.customer(), clock.instant()))
        .onComplete(
            done -> {
              boolean early =
                  done.failed()
                      || (done.result().decision() instanceof Refused<SubscriptionEvent> no
                          && no.refusal().code() == Reason.NOT_CONTRACTED);
              if (early && tries > 0) {
                clock.after(ASK_AGAIN_MICROS, () -> withdraw(wish, id, tries - 1));
              } else {
                busy--;
              }
            });
  }

  private Future<Handled<SubscriptionState, SubscriptionEvent>> ask(SubscriptionCommand command) {
    return door.ask(it -> it.commands().submit(new Traced<>(command, null)));
  }
}

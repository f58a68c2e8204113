package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A payment that answers as told, and remembers what it was asked. */
final class ScriptedPayments implements Payments {
  private final List<Subscription> asked = new ArrayList<>();
  private Function<Subscription, Future<Answer>> script =
      subscription -> Future.succeededFuture(new Answer.Approved(subscription.id() * 10));
  private boolean closed;
  private int turns;

  /** From now on it answers so. */
  void answer(Function<Subscription, Future<Answer>> next) {
    script = next;
  }

  /** From now on nobody gets a turn. */
  void close() {
    closed = true;
  }

  List<Subscription> asked() {
    return asked;
  }

  /** Turns that were taken and neither used up nor given back. */
  int turns() {
    return turns;
  }

  @Override
  public Optional<Turn> tryEnter() {
    if (closed) return Optional.empty();
    turns++;
    return Optional.of(new ScriptedTurn());
  }

  @Override
  public Duration retryAfter() {
    return Duration.ofSeconds(3);
  }

  private final class ScriptedTurn implements Turn {
    @Override
    public Future<Answer> charge(Subscription subscription, String traceparent) {
      asked.add(subscription);
      return script.apply(subscription).onComplete(done -> turns--);
    }

    @Override
    public void giveBack() {
      turns--;
    }
  }
}

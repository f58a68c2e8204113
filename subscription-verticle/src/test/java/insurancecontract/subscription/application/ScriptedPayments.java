package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription.PendingPayment;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers as scripted, and records the calls. */
final class ScriptedPayments implements Payments {
  private final List<PendingPayment> asked = new ArrayList<>();
  private Function<PendingPayment, Future<Answer>> script =
      subscription -> Future.succeededFuture(new Answer.Approved(subscription.id() * 10));
  private boolean closed;
  private int permits;

  /** Sets the script. */
  void answer(Function<PendingPayment, Future<Answer>> next) {
    script = next;
  }

  /** From now on there are no permits. */
  void close() {
    closed = true;
  }

  List<PendingPayment> asked() {
    return asked;
  }

  /** Permits that are neither used nor released. */
  int permits() {
    return permits;
  }

  @Override
  public Optional<Permit> tryAcquire() {
    if (closed) return Optional.empty();
    permits++;
    return Optional.of(new ScriptedPermit());
  }

  @Override
  public Duration retryAfter() {
    return Duration.ofSeconds(3);
  }

  private final class ScriptedPermit implements Permit {
    @Override
    public Future<Answer> charge(PendingPayment subscription, String traceparent) {
      asked.add(subscription);
      return script.apply(subscription).onComplete(done -> permits--);
    }

    @Override
    public void release() {
      permits--;
    }
  }
}

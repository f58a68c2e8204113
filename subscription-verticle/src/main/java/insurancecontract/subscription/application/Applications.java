package insurancecontract.subscription.application;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.subscription.application.ApplicationAnswer.Created;
import insurancecontract.subscription.application.ApplicationAnswer.Declined;
import insurancecontract.subscription.application.ApplicationAnswer.InDoubt;
import insurancecontract.subscription.application.ApplicationAnswer.KeyReused;
import insurancecontract.subscription.application.ApplicationAnswer.OutcomeUnknown;
import insurancecontract.subscription.application.ApplicationAnswer.PaymentUnavailable;
import insurancecontract.subscription.application.ApplicationAnswer.ProductUnknown;
import insurancecontract.subscription.application.ApplicationAnswer.UnderWay;
import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Products;
import insurancecontract.subscription.domain.Subscription.HasPayment;
import insurancecontract.subscription.domain.Subscription.PaymentFailed;
import insurancecontract.subscription.domain.Subscription.PendingPayment;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A customer applies: the application is recorded, paid and answered. The payment's answer is never
 * guessed: if it does not arrive in time, the application is abandoned and payment refunds what it
 * may have charged. Every answer is read from what is stored, so a repeated request gets the same
 * one, even after a crash.
 *
 * <p>Belongs to one thread.
 */
public final class Applications {
  private static final Logger LOG = LoggerFactory.getLogger(Applications.class);

  /** Requests with a key in progress in this process; repeats wait for their answer. */
  private final Map<RequestKey, Running> running = new HashMap<>();

  /** Every request that is not answered yet, with or without a key. */
  private final Set<Future<ApplicationAnswer>> underWay = new HashSet<>();

  private final SubscriptionRepository repository;
  private final Function<Opening, Future<Opened>> open;
  private final Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands;
  private final Payments payments;
  private final Supplier<Products> products;
  private final InstantSource clock;
  private final Timers timers;
  private final ApplicationLimits limits;

  private record Running(String bodyHash, Future<ApplicationAnswer> answer) {}

  /**
   * The use case, on these ports.
   *
   * @param open records one application, batched with others
   */
  public Applications(
      SubscriptionRepository repository,
      Function<Opening, Future<Opened>> open,
      Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands,
      Payments payments,
      Supplier<Products> products,
      InstantSource clock,
      Timers timers,
      ApplicationLimits limits) {
    this.repository = repository;
    this.open = open;
    this.commands = commands;
    this.payments = payments;
    this.products = products;
    this.clock = clock;
    this.timers = timers;
    this.limits = limits;
  }

  /**
   * Applies, and answers once payment has answered. Fails only if the application could not be
   * recorded, and then nothing is charged.
   */
  public Future<ApplicationAnswer> apply(Application application) {
    Future<ApplicationAnswer> answer = answer(application);
    if (answer.isComplete()) return answer;
    underWay.add(answer);
    return answer.onComplete(done -> underWay.remove(answer), cause -> underWay.remove(answer));
  }

  /** Completes once every request now in progress has been answered; never fails. */
  public Future<Void> answered() {
    Future<Void> all = Future.succeededFuture();
    for (Future<ApplicationAnswer> answer : List.copyOf(underWay)) {
      all = all.compose(before -> answer.<Void>mapEmpty().otherwiseEmpty());
    }
    return all;
  }

  private Future<ApplicationAnswer> answer(Application application) {
    if (application.key() == null) return begin(application);
    Running first = running.get(application.requestKey());
    return first == null ? beginKeyed(application) : repeat(first, application);
  }

  private Future<ApplicationAnswer> beginKeyed(Application application) {
    Future<ApplicationAnswer> answer = begin(application);
    if (answer.isComplete()) return answer;
    RequestKey key = application.requestKey();
    running.put(key, new Running(application.bodyHash(), answer));
    // Registered before any repeat can wait, so a repeat that continues finds the key free.
    return answer.onComplete(done -> running.remove(key), cause -> running.remove(key));
  }

  private Future<ApplicationAnswer> repeat(Running first, Application application) {
    boolean same = first.bodyHash.equals(application.bodyHash());
    return timers
        .timeout(limits.repeatWait(), first.answer)
        .map(answer -> Optional.of(answer).filter(it -> same))
        .recover(cause -> notAnswered(cause, same))
        // Which of two different requests came first is decided by what was stored.
        .compose(
            answer -> answer.map(Future::succeededFuture).orElseGet(() -> answer(application)));
  }

  private static Future<Optional<ApplicationAnswer>> notAnswered(Throwable cause, boolean same) {
    if (cause instanceof TimeoutException) {
      return Future.succeededFuture(Optional.of(new UnderWay()));
    }
    return same ? Future.failedFuture(cause) : Future.succeededFuture(Optional.empty());
  }

  /** Nothing is written before the product is known and payment has given a permit. */
  private Future<ApplicationAnswer> begin(Application application) {
    Optional<Product> product = products.get().find(application.productName());
    if (product.isEmpty()) {
      return firstAnswerOr(application, new ProductUnknown(application.productName()));
    }
    Optional<Payments.Permit> permit = payments.tryAcquire();
    if (permit.isEmpty()) {
      return firstAnswerOr(application, new PaymentUnavailable(payments.retryAfter()));
    }
    return record(application, product.get())
        .onFailure(cause -> permit.get().release())
        .compose(opened -> proceed(opened, application, permit.get()));
  }

  /** A repeated request gets its first answer, even if a new one would be rejected. */
  private Future<ApplicationAnswer> firstAnswerOr(
      Application application, ApplicationAnswer otherwise) {
    if (application.key() == null) return Future.succeededFuture(otherwise);
    return repository
        .findRequest(application.requestKey(), clock.instant())
        .compose(
            known ->
                known.isPresent()
                    ? answerAgain(known.get(), application, Duration.ZERO)
                    : Future.succeededFuture(otherwise));
  }

  private Future<Opened> record(Application application, Product product) {
    Instant now = clock.instant();
    Instant keyUntil = application.key() == null ? null : now.plus(limits.keyLife());
    return open.apply(
        new Opening(
            application.customerId(),
            product,
            now,
            application.requestKey(),
            application.bodyHash(),
            keyUntil));
  }

  private Future<ApplicationAnswer> proceed(
      Opened opened, Application application, Payments.Permit permit) {
    if (opened instanceof Opened.New fresh) {
      return pay(fresh.subscription(), application.traceparent(), permit);
    }
    permit.release();
    return answerAgain((Opened.Known) opened, application, Duration.ZERO);
  }

  private Future<ApplicationAnswer> pay(
      PendingPayment subscription, String traceparent, Payments.Permit permit) {
    long id = subscription.id();
    return permit
        .charge(subscription, traceparent)
        .map(answer -> settle(id, answer))
        .recover(cause -> Future.succeededFuture(doubt(id, cause)))
        .compose(command -> store(new Traced<>(command, traceparent), 1));
  }

  private SubscriptionCommand settle(long id, Payments.Answer answer) {
    if (answer instanceof Payments.Answer.Approved approved) {
      return new ConfirmPayment(id, approved.paymentId(), clock.instant());
    }
    String reason = ((Payments.Answer.Declined) answer).reason();
    return new Abandon(id, PaymentFailure.PAYMENT_DECLINED, reason, clock.instant());
  }

  private SubscriptionCommand doubt(long id, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("subscriptionId", id)
        .addKeyValue("cause", cause.toString())
        .log("payment call failed, application abandoned");
    return new Abandon(id, PaymentFailure.PAYMENT_IN_DOUBT, null, clock.instant());
  }

  /** The answer is what is stored: payment's event may have arrived before its answer. */
  private Future<ApplicationAnswer> store(Traced<SubscriptionCommand> command, int attempt) {
    return commands
        .submit(command)
        .map(handled -> answerOf(handled.after()))
        .recover(cause -> storeAgain(command, attempt, cause));
  }

  private Future<ApplicationAnswer> storeAgain(
      Traced<SubscriptionCommand> command, int attempt, Throwable cause) {
    if (attempt < limits.storeTriesMax()) {
      return timers.delay(limits.storePause()).compose(elapsed -> store(command, attempt + 1));
    }
    long id = command.value().subscriptionId();
    // Payment's event will settle it, or else the sweeper.
    LOG.atWarn()
        .addKeyValue("subscriptionId", id)
        .addKeyValue("cause", cause.toString())
        .log("storing the payment's answer failed");
    return Future.succeededFuture(new OutcomeUnknown(id));
  }

  private Future<ApplicationAnswer> answerAgain(
      Opened.Known known, Application application, Duration waited) {
    if (!known.bodyHash().equals(application.bodyHash())) {
      return Future.succeededFuture(new KeyReused());
    }
    ApplicationAnswer answer = answerOf(known.subscription());
    if (!(answer instanceof UnderWay) || waited.compareTo(limits.repeatWait()) >= 0) {
      return Future.succeededFuture(answer);
    }
    // Another process works on it, or a crash left it to the sweeper, so poll.
    return timers
        .delay(limits.lookAgain())
        .compose(elapsed -> repository.findRequest(application.requestKey(), clock.instant()))
        .compose(
            again ->
                answerAgain(again.orElse(known), application, waited.plus(limits.lookAgain())));
  }

  private static ApplicationAnswer answerOf(SubscriptionState now) {
    if (now instanceof PendingPayment) return new UnderWay();
    if (now instanceof HasPayment paid) return new Created(paid.asPaid());
    if (now instanceof PaymentFailed failed) {
      return switch (failed.failure()) {
        case PAYMENT_DECLINED -> new Declined(failed);
        case PAYMENT_IN_DOUBT, PAYMENT_UNANSWERED -> new InDoubt(failed);
      };
    }
    throw new AssertionError("No answer to the applicant of " + now);
  }
}

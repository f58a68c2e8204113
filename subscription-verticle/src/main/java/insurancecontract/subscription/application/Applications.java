package insurancecontract.subscription.application;

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
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionEvent;
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
 * A customer applies: recorded, paid, answered. The payment's answer is never guessed: what does
 * not come in time is given up, and payment undoes what it may have done. Every answer is read from
 * what is stored, so a repeat of the request gets the same one, even after a crash in between.
 *
 * <p>Belongs to one thread.
 */
public final class Applications {
  private static final Logger LOG = LoggerFactory.getLogger(Applications.class);

  /** Requests with a key that this process works on, so that repeats are woken by their answer. */
  private final Map<RequestKey, Running> running = new HashMap<>();

  /** Everything that is not answered yet, with a key or without. */
  private final Set<Future<ApplicationAnswer>> underWay = new HashSet<>();

  private final SubscriptionRepository repository;
  private final Function<Opening, Future<Opened>> open;
  private final Function<Traced<SubscriptionCommand>, Future<Handled>> handle;
  private final Payments payments;
  private final Supplier<Products> products;
  private final InstantSource clock;
  private final Patience patience;
  private final ApplicationLimits limits;

  private record Running(String bodyHash, Future<ApplicationAnswer> answer) {}

  /**
   * Works with these.
   *
   * @param open records one application, together with others that arrive at the same time
   * @param handle decides one command, together with others that arrive at the same time
   */
  public Applications(
      SubscriptionRepository repository,
      Function<Opening, Future<Opened>> open,
      Function<Traced<SubscriptionCommand>, Future<Handled>> handle,
      Payments payments,
      Supplier<Products> products,
      InstantSource clock,
      Patience patience,
      ApplicationLimits limits) {
    this.repository = repository;
    this.open = open;
    this.handle = handle;
    this.payments = payments;
    this.products = products;
    this.clock = clock;
    this.patience = patience;
    this.limits = limits;
  }

  /**
   * Applies, and answers when the payment has; a failure means that it could not even be recorded,
   * and then nothing is charged.
   */
  public Future<ApplicationAnswer> apply(Application application) {
    Future<ApplicationAnswer> answer = answer(application);
    if (answer.isComplete()) return answer;
    underWay.add(answer);
    return answer.onComplete(done -> underWay.remove(answer), cause -> underWay.remove(answer));
  }

  /** Completes once everything that is under way now has been answered; never fails. */
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
    // Registered before any repeat can be, so a repeat that is woken finds the key free again.
    return answer.onComplete(done -> running.remove(key), cause -> running.remove(key));
  }

  private Future<ApplicationAnswer> repeat(Running first, Application application) {
    boolean same = first.bodyHash.equals(application.bodyHash());
    return patience
        .atMost(limits.repeatWait(), first.answer)
        .map(answer -> Optional.of(answer).filter(it -> same))
        .recover(cause -> notAnswered(cause, same))
        // Which of two different requests was the first shows in what was stored.
        .compose(
            answer -> answer.map(Future::succeededFuture).orElseGet(() -> answer(application)));
  }

  private static Future<Optional<ApplicationAnswer>> notAnswered(Throwable cause, boolean same) {
    if (cause instanceof TimeoutException) {
      return Future.succeededFuture(Optional.of(new UnderWay()));
    }
    return same ? Future.failedFuture(cause) : Future.succeededFuture(Optional.empty());
  }

  /** Nothing is written before there is a product and a turn at payment. */
  private Future<ApplicationAnswer> begin(Application application) {
    Optional<Product> product = products.get().find(application.productName());
    if (product.isEmpty()) {
      return firstAnswerOr(application, new ProductUnknown(application.productName()));
    }
    Optional<Payments.Turn> turn = payments.tryEnter();
    if (turn.isEmpty()) {
      return firstAnswerOr(application, new PaymentUnavailable(payments.retryAfter()));
    }
    return record(application, product.get())
        .onFailure(cause -> turn.get().giveBack())
        .compose(opened -> goOn(opened, application, turn.get()));
  }

  /** A request that was answered once gets that answer, even if a new one would be turned away. */
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
    Subscription draft =
        Subscription.open(new SubscriptionEvent.Opened(0, application.customerId(), product, now));
    Instant keyUntil = application.key() == null ? null : now.plus(limits.keyLife());
    return open.apply(
        new Opening(draft, application.requestKey(), application.bodyHash(), keyUntil));
  }

  private Future<ApplicationAnswer> goOn(
      Opened opened, Application application, Payments.Turn turn) {
    if (opened instanceof Opened.New fresh) {
      return pay(fresh.subscription(), application.traceparent(), turn);
    }
    turn.giveBack();
    return answerAgain((Opened.Known) opened, application, Duration.ZERO);
  }

  private Future<ApplicationAnswer> pay(
      Subscription subscription, String traceparent, Payments.Turn turn) {
    long id = subscription.id();
    return turn.charge(subscription, traceparent)
        .map(answer -> settling(id, answer))
        .recover(cause -> Future.succeededFuture(doubt(id, cause)))
        .compose(command -> store(new Traced<>(command, traceparent), 1));
  }

  private SubscriptionCommand settling(long id, Payments.Answer answer) {
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
        .log("payment in doubt, giving the application up");
    return new Abandon(id, PaymentFailure.PAYMENT_IN_DOUBT, null, clock.instant());
  }

  /** The answer is what is stored: a fact from payment may have been faster than its answer. */
  private Future<ApplicationAnswer> store(Traced<SubscriptionCommand> command, int attempt) {
    return handle
        .apply(command)
        .map(handled -> answerOf(handled.after()))
        .recover(cause -> storeAgain(command, attempt, cause));
  }

  private Future<ApplicationAnswer> storeAgain(
      Traced<SubscriptionCommand> command, int attempt, Throwable cause) {
    if (attempt < limits.storeTriesMax()) {
      return patience.pause(limits.storePause()).compose(paused -> store(command, attempt + 1));
    }
    long id = command.command().subscriptionId();
    // Payment's own fact, or else the sweeper, brings it to an end.
    LOG.atWarn()
        .addKeyValue("subscriptionId", id)
        .addKeyValue("cause", cause.toString())
        .log("the payment's answer could not be stored");
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
    // Another process works on it, or a crash left it to the sweeper: nobody here will wake us.
    return patience
        .pause(limits.lookAgain())
        .compose(paused -> repository.findRequest(application.requestKey(), clock.instant()))
        .compose(
            again ->
                answerAgain(again.orElse(known), application, waited.plus(limits.lookAgain())));
  }

  private static ApplicationAnswer answerOf(Subscription now) {
    return switch (now.status()) {
      case PENDING_PAYMENT -> new UnderWay();
      case PAYMENT_FAILED ->
          now.failure() == PaymentFailure.PAYMENT_DECLINED ? new Declined(now) : new InDoubt(now);
      default -> new Created(now.asPaid());
    };
  }
}

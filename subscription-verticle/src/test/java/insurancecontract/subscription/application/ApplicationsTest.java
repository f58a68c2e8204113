package insurancecontract.subscription.application;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.contracts.SubscriptionStatus;
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
import insurancecontract.subscription.domain.Subscription.HasReason;
import insurancecontract.subscription.domain.Subscription.Paid;
import insurancecontract.subscription.domain.Subscription.PaymentFailed;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApplicationsTest {
  private static final Product PRODUCT = new Product("Fisrtcancer", 30_000, "KRW");
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private Products products = new Products(List.of(PRODUCT));
  private final InMemorySubscriptions subscriptions = new InMemorySubscriptions();
  private final ScriptedPayments payments = new ScriptedPayments();
  private final ManualTimers timers = new ManualTimers();
  private final SubscriptionService service =
      new SubscriptionService(subscriptions, (command, decision) -> {});
  private final Applications applications = applications();

  /** The use case as a process has it after its start; several share what is stored. */
  private Applications applications() {
    return new Applications(
        subscriptions,
        opening -> subscriptions.open(List.of(opening)).map(opened -> opened.get(0)),
        command -> service.handle(List.of(command)).map(handled -> handled.get(0)),
        payments,
        () -> products,
        () -> now,
        timers,
        limits(Duration.ofSeconds(1)));
  }

  private static Application unkeyed() {
    return new Application("alice", "Fisrtcancer", null, null, TRACE);
  }

  private static Application keyed(String hash) {
    return new Application("alice", "Fisrtcancer", "key", hash, TRACE);
  }

  private static ApplicationAnswer answered(Future<ApplicationAnswer> answer) {
    assertThat(answer.isComplete()).isTrue();
    return answer.result();
  }

  private Subscription stored(long id) {
    return subscriptions.find(id).result().orElseThrow();
  }

  private void handled(SubscriptionCommand command) {
    assertThat(service.handle(List.of(new Traced<>(command, null))).succeeded()).isTrue();
  }

  @Test
  void an_approved_payment_makes_the_application() {
    ApplicationAnswer answer = answered(applications.apply(unkeyed()));

    var paid = (Paid) stored(1);
    assertThat(answer).isEqualTo(new Created(paid));
    assertThat(paid.status()).isEqualTo(SubscriptionStatus.PAID);
    assertThat(paid.paymentId()).isEqualTo(10);
    assertThat(payments.permits()).isZero();
  }

  @Test
  void the_events_carry_the_trace_of_the_request() {
    ApplicationAnswer answer = answered(applications.apply(unkeyed()));

    assertThat(answer).isInstanceOf(Created.class);
    assertThat(subscriptions.published())
        .extracting(Recorded::event, Recorded::traceparent)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(new SubscriptionEvent.Created(1, 10, now), TRACE));
  }

  @Test
  void the_premium_is_asked_for_only_after_the_application_is_recorded() {
    payments.answer(
        subscription -> {
          assertThat(stored(subscription.id()).status())
              .isEqualTo(SubscriptionStatus.PENDING_PAYMENT);
          return Future.succeededFuture(new Payments.Answer.Approved(1));
        });

    assertThat(answered(applications.apply(unkeyed()))).isInstanceOf(Created.class);
  }

  @Test
  void a_declined_payment_ends_it_with_the_reason_that_was_given() {
    payments.answer(s -> Future.succeededFuture(new Payments.Answer.Declined("NO_FUNDS")));

    ApplicationAnswer answer = answered(applications.apply(unkeyed()));

    assertThat(answer).isEqualTo(new Declined((PaymentFailed) stored(1)));
    assertThat(stored(1).status()).isEqualTo(SubscriptionStatus.PAYMENT_FAILED);
    assertThat(((HasReason) stored(1)).reason()).isEqualTo("NO_FUNDS");
  }

  @Test
  void an_application_whose_payment_is_not_answered_is_abandoned() {
    payments.answer(s -> Future.failedFuture("timeout"));

    ApplicationAnswer answer = answered(applications.apply(unkeyed()));

    assertThat(answer).isEqualTo(new InDoubt((PaymentFailed) stored(1)));
    assertThat(subscriptions.published())
        .extracting(Recorded::event)
        .containsExactly(
            new SubscriptionEvent.Abandoned(
                1, PaymentFailure.PAYMENT_IN_DOUBT, "PAYMENT_IN_DOUBT", now));
  }

  @Test
  void an_event_from_payment_that_arrives_before_its_answer_counts() {
    payments.answer(
        s -> {
          handled(new ConfirmPayment(s.id(), 77, now));
          return Future.failedFuture("timeout");
        });

    ApplicationAnswer answer = answered(applications.apply(unkeyed()));

    assertThat(answer).isEqualTo(new Created((Paid) stored(1)));
    assertThat(((Paid) stored(1)).paymentId()).isEqualTo(77);
  }

  @Test
  void an_application_that_was_swept_meanwhile_stays_abandoned() {
    payments.answer(
        s -> {
          handled(new Abandon(s.id(), PaymentFailure.PAYMENT_UNANSWERED, null, now));
          return Future.succeededFuture(new Payments.Answer.Approved(1));
        });

    assertThat(answered(applications.apply(unkeyed())))
        .isEqualTo(new InDoubt((PaymentFailed) stored(1)));
  }

  @Test
  void without_a_permit_to_charge_nothing_is_written() {
    payments.close();

    ApplicationAnswer answer = answered(applications.apply(unkeyed()));

    assertThat(answer).isEqualTo(new PaymentUnavailable(Duration.ofSeconds(3)));
    assertThat(subscriptions.size()).isZero();
  }

  @Test
  void an_unknown_product_is_not_recorded() {
    ApplicationAnswer answer =
        answered(applications.apply(new Application("alice", "nothing", null, null, TRACE)));

    assertThat(answer).isEqualTo(new ProductUnknown("nothing"));
    assertThat(subscriptions.size()).isZero();
  }

  @Test
  void what_cannot_be_recorded_is_not_charged_and_releases_its_permit() {
    subscriptions.failNext(1);

    Future<ApplicationAnswer> answer = applications.apply(unkeyed());

    assertThat(answer.failed()).isTrue();
    assertThat(payments.asked()).isEmpty();
    assertThat(payments.permits()).isZero();
  }

  @Test
  void storing_the_payments_answer_is_retried() {
    payments.answer(
        s -> {
          subscriptions.failNext(2);
          return Future.succeededFuture(new Payments.Answer.Approved(5));
        });

    Future<ApplicationAnswer> answer = applications.apply(unkeyed());
    timers.endDelays();
    timers.endDelays();

    assertThat(answered(answer)).isEqualTo(new Created((Paid) stored(1)));
  }

  @Test
  void an_answer_that_cannot_be_stored_leaves_the_outcome_open() {
    payments.answer(
        s -> {
          subscriptions.failNext(3);
          return Future.succeededFuture(new Payments.Answer.Approved(5));
        });

    Future<ApplicationAnswer> answer = applications.apply(unkeyed());
    timers.endDelays();
    timers.endDelays();

    assertThat(answered(answer)).isEqualTo(new OutcomeUnknown(1));
    assertThat(stored(1).status()).isEqualTo(SubscriptionStatus.PENDING_PAYMENT);
  }

  @Test
  void a_repeat_gets_the_first_answer_however_far_the_application_has_moved() {
    ApplicationAnswer first = answered(applications.apply(keyed("h")));
    handled(new ConfirmUnderwriter(1, 700, now));

    ApplicationAnswer again = answered(applications.apply(keyed("h")));

    assertThat(again).isEqualTo(first);
    assertThat(payments.asked()).hasSize(1);
    assertThat(payments.permits()).isZero();
  }

  @Test
  void a_repeat_of_a_declined_request_is_declined_again() {
    payments.answer(s -> Future.succeededFuture(new Payments.Answer.Declined("NO_FUNDS")));
    ApplicationAnswer first = answered(applications.apply(keyed("h")));

    assertThat(answered(applications.apply(keyed("h")))).isEqualTo(first);
    assertThat(payments.asked()).hasSize(1);
  }

  @Test
  void a_repeat_of_a_request_in_doubt_is_in_doubt_again() {
    payments.answer(s -> Future.failedFuture("timeout"));
    ApplicationAnswer first = answered(applications.apply(keyed("h")));

    assertThat(answered(applications.apply(keyed("h")))).isEqualTo(first);
    assertThat(payments.asked()).hasSize(1);
  }

  @Test
  void a_repeat_is_answered_even_when_payment_is_unavailable() {
    ApplicationAnswer first = answered(applications.apply(keyed("h")));
    payments.close();

    assertThat(answered(applications.apply(keyed("h")))).isEqualTo(first);
  }

  @Test
  void a_repeat_is_answered_even_when_the_product_is_gone() {
    ApplicationAnswer first = answered(applications.apply(keyed("h")));
    products = new Products(List.of());

    assertThat(answered(applications.apply(keyed("h")))).isEqualTo(first);
  }

  @Test
  void a_repeat_shows_the_premium_of_the_first_request() {
    ApplicationAnswer first = answered(applications.apply(keyed("h")));
    products = new Products(List.of(new Product("Fisrtcancer", 99, "KRW")));

    assertThat(answered(applications.apply(keyed("h")))).isEqualTo(first);
  }

  @Test
  void the_same_key_for_another_body_is_refused() {
    ApplicationAnswer first = answered(applications.apply(keyed("h")));

    assertThat(first).isInstanceOf(Created.class);
    assertThat(answered(applications.apply(keyed("other")))).isEqualTo(new KeyReused());
    assertThat(subscriptions.size()).isEqualTo(1);
  }

  @Test
  void the_same_key_of_another_customer_is_another_request() {
    ApplicationAnswer first = answered(applications.apply(keyed("h")));
    ApplicationAnswer bobs =
        answered(applications.apply(new Application("bob", "Fisrtcancer", "key", "h", TRACE)));

    assertThat(bobs).isNotEqualTo(first).isInstanceOf(Created.class);
  }

  @Test
  void an_expired_key_may_be_used_again() {
    ApplicationAnswer first = answered(applications.apply(keyed("h")));
    now = now.plus(Duration.ofHours(24));

    assertThat(first).isInstanceOf(Created.class);
    assertThat(answered(applications.apply(keyed("other")))).isInstanceOf(Created.class);
    assertThat(subscriptions.size()).isEqualTo(2);
  }

  @Test
  void a_hundred_at_once_with_one_key_are_one_application() {
    Promise<Payments.Answer> answer = Promise.promise();
    payments.answer(s -> answer.future());

    List<Future<ApplicationAnswer>> all =
        IntStream.range(0, 100).mapToObj(i -> applications.apply(keyed("h"))).toList();
    answer.complete(new Payments.Answer.Approved(5));

    assertThat(all.stream().map(ApplicationsTest::answered).collect(Collectors.toSet()))
        .containsExactly(new Created((Paid) stored(1)));
    assertThat(payments.asked()).hasSize(1);
  }

  @Test
  void another_body_that_arrives_while_the_first_is_under_way_is_refused_after_it() {
    Promise<Payments.Answer> answer = Promise.promise();
    payments.answer(s -> answer.future());
    Future<ApplicationAnswer> first = applications.apply(keyed("h"));
    Future<ApplicationAnswer> other = applications.apply(keyed("other"));

    answer.complete(new Payments.Answer.Approved(5));

    assertThat(answered(first)).isInstanceOf(Created.class);
    assertThat(answered(other)).isEqualTo(new KeyReused());
  }

  @Test
  void another_body_is_accepted_when_the_first_was_never_recorded() {
    Promise<List<Opened>> recording = Promise.promise();
    Applications slow =
        new Applications(
            subscriptions,
            opening ->
                opening.bodyHash().equals("h")
                    ? recording.future().map(opened -> opened.get(0))
                    : subscriptions.open(List.of(opening)).map(opened -> opened.get(0)),
            command -> service.handle(List.of(command)).map(handled -> handled.get(0)),
            payments,
            () -> products,
            () -> now,
            timers,
            limits(Duration.ZERO));
    Future<ApplicationAnswer> first = slow.apply(keyed("h"));
    Future<ApplicationAnswer> other = slow.apply(keyed("other"));

    recording.fail("unavailable");

    assertThat(first.failed()).isTrue();
    assertThat(answered(other)).isInstanceOf(Created.class);
  }

  @Test
  void a_repeat_waits_for_a_limited_time() {
    payments.answer(s -> Promise.<Payments.Answer>promise().future());
    Future<ApplicationAnswer> first = applications.apply(keyed("h"));
    Future<ApplicationAnswer> again = applications.apply(keyed("h"));

    timers.expire();

    assertThat(first.isComplete()).isFalse();
    assertThat(answered(again)).isEqualTo(new UnderWay());
  }

  @Test
  void a_repeat_at_another_process_polls_until_there_is_an_answer() {
    Promise<Payments.Answer> answer = Promise.promise();
    payments.answer(s -> answer.future());
    Future<ApplicationAnswer> first = applications.apply(keyed("h"));
    Future<ApplicationAnswer> elsewhere = applications().apply(keyed("h"));

    timers.endDelays();
    answer.complete(new Payments.Answer.Approved(5));
    timers.endDelays();

    assertThat(answered(elsewhere)).isEqualTo(answered(first));
    assertThat(payments.asked()).hasSize(1);
  }

  @Test
  void a_repeat_at_another_process_polls_for_a_limited_time() {
    payments.answer(s -> Promise.<Payments.Answer>promise().future());
    Future<ApplicationAnswer> first = applications.apply(keyed("h"));
    Future<ApplicationAnswer> elsewhere = applications().apply(keyed("h"));

    timers.endDelays();
    timers.endDelays();

    assertThat(first.isComplete()).isFalse();
    assertThat(answered(elsewhere)).isEqualTo(new UnderWay());
  }

  @Test
  void requests_in_progress_are_known_until_they_are_answered() {
    Promise<Payments.Answer> answer = Promise.promise();
    payments.answer(s -> answer.future());
    Future<ApplicationAnswer> first = applications.apply(unkeyed());
    Future<ApplicationAnswer> second = applications.apply(keyed("h"));
    Future<Void> all = applications.answered();

    assertThat(all.isComplete()).isFalse();
    answer.fail("timeout");

    assertThat(all.succeeded()).isTrue();
    assertThat(List.of(answered(first), answered(second))).hasOnlyElementsOfType(InDoubt.class);
    assertThat(applications.answered().isComplete()).isTrue();
  }

  @Test
  void after_a_crash_the_sweepers_decision_is_the_answer() {
    payments.answer(s -> Promise.<Payments.Answer>promise().future());
    Future<ApplicationAnswer> lost = applications.apply(keyed("h"));
    handled(new Abandon(1, PaymentFailure.PAYMENT_UNANSWERED, null, now));

    ApplicationAnswer afterwards = answered(applications().apply(keyed("h")));

    assertThat(lost.isComplete()).isFalse();
    assertThat(afterwards).isEqualTo(new InDoubt((PaymentFailed) stored(1)));
  }

  private static ApplicationLimits limits(Duration lookAgain) {
    return new ApplicationLimits(
        Duration.ofHours(24), Duration.ofSeconds(2), lookAgain, 3, Duration.ofMillis(100));
  }
}

package insurancecontract.subscription.application;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Reason;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import insurancecontract.subscription.domain.SubscriptionState.Absent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubscriptionServiceTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Product PRODUCT = new Product("Fisrtcancer", 30_000, "KRW");

  private final InMemorySubscriptions subscriptions = new InMemorySubscriptions();
  private final List<Decision<SubscriptionEvent>> observed = new ArrayList<>();
  private final SubscriptionService service =
      new SubscriptionService(
          subscriptions, (command, handled) -> observed.add(handled.decision()));

  private void opened(long id, String customer, Instant at) {
    subscriptions.put(Subscription.open(new SubscriptionEvent.Opened(id, customer, PRODUCT, at)));
  }

  private List<Handled<SubscriptionState, SubscriptionEvent>> handle(
      SubscriptionCommand... commands) {
    return service
        .handle(
            Stream.of(commands)
                .<Traced<SubscriptionCommand>>map(
                    command -> new Traced<>(command, "trace of " + command.subscriptionId()))
                .toList())
        .result();
  }

  private SubscriptionStatus status(long id) {
    return subscriptions.find(id).result().orElseThrow().status();
  }

  @Test
  void commands_about_the_same_application_see_the_effects_of_those_before_them() {
    opened(1, "alice", NOON);

    List<Handled<SubscriptionState, SubscriptionEvent>> handled =
        handle(
            new ConfirmPayment(1, 10, NOON),
            new Cancel(1, "alice", NOON),
            new ConfirmUnderwriter(1, 100, NOON));

    assertThat(handled)
        .extracting(it -> ((Subscription) it.after()).status())
        .containsExactly(
            SubscriptionStatus.PAID,
            SubscriptionStatus.CANCEL_REQUESTED,
            SubscriptionStatus.CANCEL_REQUESTED);
    assertThat(status(1)).isEqualTo(SubscriptionStatus.CANCEL_REQUESTED);
  }

  @Test
  void each_event_keeps_the_trace_of_its_own_command() {
    opened(1, "alice", NOON);
    opened(2, "bob", NOON);

    List<Handled<SubscriptionState, SubscriptionEvent>> handled =
        handle(new ConfirmPayment(2, 20, NOON), new ConfirmPayment(1, 10, NOON));

    assertThat(handled).hasSize(2);
    assertThat(subscriptions.published())
        .extracting(Recorded::traceparent)
        .containsExactly("trace of 2", "trace of 1");
  }

  @Test
  void a_command_about_an_unknown_application_does_not_hold_up_the_others() {
    opened(1, "alice", NOON);

    List<Handled<SubscriptionState, SubscriptionEvent>> handled =
        handle(new ConfirmPayment(9, 90, NOON), new ConfirmPayment(1, 10, NOON));

    assertThat(handled.get(0))
        .isEqualTo(new Handled<>(Decision.refused(Reason.UNKNOWN_SUBSCRIPTION), new Absent()));
    assertThat(status(1)).isEqualTo(SubscriptionStatus.PAID);
  }

  @Test
  void decisions_are_counted_once_they_are_stored() {
    opened(1, "alice", NOON);
    subscriptions.failNext(1);

    List<Handled<SubscriptionState, SubscriptionEvent>> failed =
        handle(new ConfirmPayment(1, 10, NOON));
    List<Handled<SubscriptionState, SubscriptionEvent>> stored =
        handle(new ConfirmPayment(1, 10, NOON));

    assertThat(failed).isNull();
    assertThat(observed).containsExactly(stored.get(0).decision());
  }

  @Test
  void without_commands_there_is_no_transaction() {
    subscriptions.failNext(1);

    assertThat(service.handle(List.of()).result()).isEmpty();
  }

  @Test
  void another_customers_application_is_not_found() {
    opened(1, "alice", NOON);

    assertThat(service.find(1, Optional.of("bob")).result()).isEmpty();
    assertThat(service.find(1, Optional.of("alice")).result()).isPresent();
    assertThat(service.find(1, Optional.empty()).result()).isPresent();
  }

  @Test
  void only_what_was_left_unpaid_is_abandoned() {
    for (long id = 1; id <= 5; id++) opened(id, "alice", NOON);
    opened(6, "alice", NOON.plusSeconds(31));
    List<Handled<SubscriptionState, SubscriptionEvent>> paid =
        handle(new ConfirmPayment(3, 30, NOON));

    Housekeeping housekeeping =
        new Housekeeping(
            subscriptions, service, () -> NOON.plusSeconds(60), Duration.ofSeconds(30), 2);

    assertThat(paid).hasSize(1);
    assertThat(housekeeping.sweep().result()).isEqualTo(4);
    assertThat(Stream.of(1L, 2L, 4L, 5L).map(this::status))
        .containsOnly(SubscriptionStatus.PAYMENT_FAILED);
    assertThat(status(3)).isEqualTo(SubscriptionStatus.PAID);
    assertThat(status(6)).isEqualTo(SubscriptionStatus.PENDING_PAYMENT);
  }

  @Test
  void one_that_gets_paid_while_it_is_swept_stays_paid() {
    opened(1, "alice", NOON);

    List<Handled<SubscriptionState, SubscriptionEvent>> handled =
        handle(
            new ConfirmPayment(1, 10, NOON),
            new Abandon(1, PaymentFailure.PAYMENT_UNANSWERED, null, NOON));

    assertThat(handled.get(1).decision()).isEqualTo(Decision.unchanged());
    assertThat(status(1)).isEqualTo(SubscriptionStatus.PAID);
  }
}

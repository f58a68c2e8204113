package insurancecontract.subscription.domain;

import static insurancecontract.chassis.decision.Decision.accepted;
import static insurancecontract.chassis.decision.Decision.refused;
import static insurancecontract.chassis.decision.Decision.unchanged;
import static insurancecontract.contracts.SubscriptionStatus.CANCELLED;
import static insurancecontract.contracts.SubscriptionStatus.CANCEL_REQUESTED;
import static insurancecontract.contracts.SubscriptionStatus.CONTRACTED;
import static insurancecontract.contracts.SubscriptionStatus.PAID;
import static insurancecontract.contracts.SubscriptionStatus.PAYMENT_FAILED;
import static insurancecontract.contracts.SubscriptionStatus.PENDING_PAYMENT;
import static insurancecontract.contracts.SubscriptionStatus.REFUSED;
import static insurancecontract.contracts.SubscriptionStatus.UNDERWRITING;
import static insurancecontract.contracts.SubscriptionStatus.WITHDRAWN;
import static insurancecontract.contracts.SubscriptionStatus.WITHDRAW_REQUESTED;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.subscription.domain.Subscription.HasPayment;
import insurancecontract.subscription.domain.Subscription.PendingPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmRefund;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionCommand.Contract;
import insurancecontract.subscription.domain.SubscriptionCommand.Refuse;
import insurancecontract.subscription.domain.SubscriptionCommand.Withdraw;
import insurancecontract.subscription.domain.SubscriptionEvent.Abandoned;
import insurancecontract.subscription.domain.SubscriptionEvent.CancelRequested;
import insurancecontract.subscription.domain.SubscriptionEvent.Cancelled;
import insurancecontract.subscription.domain.SubscriptionEvent.Contracted;
import insurancecontract.subscription.domain.SubscriptionEvent.Created;
import insurancecontract.subscription.domain.SubscriptionEvent.Opened;
import insurancecontract.subscription.domain.SubscriptionEvent.Refused;
import insurancecontract.subscription.domain.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.subscription.domain.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.subscription.domain.SubscriptionEvent.Withdrawn;
import insurancecontract.subscription.domain.SubscriptionState.Absent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SubscriptionTest {
  private static final SubscriptionRules RULES = new SubscriptionRules();
  private static final long ID = 7;
  private static final long PAYMENT = 70;
  private static final long CASE = 700;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final CoolingOff DAYS = new CoolingOff(15, ZoneId.of("Asia/Seoul"));
  private static final Instant LAST_MOMENT = DAYS.lastMoment(NOON);
  private static final Product PRODUCT = new Product("Fisrtcancer", 30_000, "KRW");

  private static final Opened OPENED = new Opened(ID, "alice", PRODUCT, NOON);
  private static final Created CREATED = new Created(ID, PAYMENT, NOON);
  private static final Abandoned ABANDONED =
      new Abandoned(ID, PaymentFailure.PAYMENT_IN_DOUBT, "PAYMENT_IN_DOUBT", NOON);
  private static final UnderwriterConfirmed CONFIRMED = new UnderwriterConfirmed(ID, CASE, NOON);
  private static final Contracted CONTRACT = new Contracted(ID, LAST_MOMENT, NOON);
  private static final Refused REFUSAL = new Refused(ID, "too risky", NOON);
  private static final CancelRequested CANCELLING = new CancelRequested(ID, NOON);
  private static final Cancelled CANCELLATION = new Cancelled(ID, NOON);
  private static final WithdrawalRequested WITHDRAWING = new WithdrawalRequested(ID, NOON);
  private static final Withdrawn WITHDRAWAL = new Withdrawn(ID, NOON);

  private static final Map<SubscriptionStatus, List<SubscriptionEvent>> HISTORIES =
      new EnumMap<>(
          Map.of(
              PENDING_PAYMENT, List.of(OPENED),
              PAID, List.of(OPENED, CREATED),
              UNDERWRITING, List.of(OPENED, CREATED, CONFIRMED),
              CONTRACTED, List.of(OPENED, CREATED, CONFIRMED, CONTRACT),
              REFUSED, List.of(OPENED, CREATED, CONFIRMED, REFUSAL),
              CANCEL_REQUESTED, List.of(OPENED, CREATED, CANCELLING),
              CANCELLED, List.of(OPENED, CREATED, CANCELLING, CANCELLATION),
              WITHDRAW_REQUESTED, List.of(OPENED, CREATED, CONFIRMED, CONTRACT, WITHDRAWING),
              WITHDRAWN, List.of(OPENED, CREATED, CONFIRMED, CONTRACT, WITHDRAWING, WITHDRAWAL),
              PAYMENT_FAILED, List.of(OPENED, ABANDONED)));

  private static final ConfirmPayment CONFIRM_PAYMENT = new ConfirmPayment(ID, PAYMENT, NOON);
  private static final Abandon ABANDON =
      new Abandon(ID, PaymentFailure.PAYMENT_IN_DOUBT, null, NOON);
  private static final ConfirmUnderwriter CONFIRM_UNDERWRITER =
      new ConfirmUnderwriter(ID, CASE, NOON);
  private static final Contract CONCLUDE = new Contract(ID, CASE, DAYS, NOON);
  private static final Refuse REFUSE = new Refuse(ID, CASE, "too risky", NOON);
  private static final Cancel CANCEL = new Cancel(ID, "alice", NOON);
  private static final Withdraw WITHDRAW = new Withdraw(ID, "alice", LAST_MOMENT);
  private static final ConfirmRefund CONFIRM_REFUND = new ConfirmRefund(ID, NOON);

  private static final List<SubscriptionCommand> COMMANDS =
      List.of(
          CONFIRM_PAYMENT,
          ABANDON,
          CONFIRM_UNDERWRITER,
          CONCLUDE,
          REFUSE,
          CANCEL,
          WITHDRAW,
          CONFIRM_REFUND);

  private static Subscription given(SubscriptionStatus status) {
    return replay(HISTORIES.get(status));
  }

  private static Subscription replay(List<SubscriptionEvent> history) {
    SubscriptionState now = new Absent();
    for (SubscriptionEvent event : history) now = RULES.evolve(now, event);
    return (Subscription) now;
  }

  private static Decision<SubscriptionEvent> decide(
      SubscriptionStatus status, SubscriptionCommand command) {
    return RULES.decide(given(status), command);
  }

  /** The table of moves: what each command leads to in each status. */
  private static Stream<Arguments> table() {
    WithdrawalRequested lastMinute = new WithdrawalRequested(ID, LAST_MOMENT);
    Stream.Builder<Arguments> t = Stream.builder();
    t.add(row(PENDING_PAYMENT, CONFIRM_PAYMENT, CREATED));
    t.add(row(PENDING_PAYMENT, ABANDON, ABANDONED));
    t.add(row(PENDING_PAYMENT, CONFIRM_UNDERWRITER));
    t.add(row(PENDING_PAYMENT, CONCLUDE));
    t.add(row(PENDING_PAYMENT, REFUSE));
    t.add(row(PENDING_PAYMENT, CANCEL, Reason.PAYMENT_PENDING));
    t.add(row(PENDING_PAYMENT, WITHDRAW, Reason.PAYMENT_PENDING));
    t.add(row(PENDING_PAYMENT, CONFIRM_REFUND));

    t.add(row(PAID, CONFIRM_PAYMENT));
    t.add(row(PAID, ABANDON));
    t.add(row(PAID, CONFIRM_UNDERWRITER, CONFIRMED));
    t.add(row(PAID, CONCLUDE, CONFIRMED, CONTRACT));
    t.add(row(PAID, REFUSE, CONFIRMED, REFUSAL));
    t.add(row(PAID, CANCEL, CANCELLING));
    t.add(row(PAID, WITHDRAW, Reason.NOT_CONTRACTED));
    t.add(row(PAID, CONFIRM_REFUND));

    t.add(row(UNDERWRITING, CONFIRM_PAYMENT));
    t.add(row(UNDERWRITING, ABANDON));
    t.add(row(UNDERWRITING, CONFIRM_UNDERWRITER));
    t.add(row(UNDERWRITING, CONCLUDE, CONTRACT));
    t.add(row(UNDERWRITING, REFUSE, REFUSAL));
    t.add(row(UNDERWRITING, CANCEL, Reason.UNDERWRITING_STARTED));
    t.add(row(UNDERWRITING, WITHDRAW, Reason.NOT_CONTRACTED));
    t.add(row(UNDERWRITING, CONFIRM_REFUND));

    t.add(row(CONTRACTED, CONFIRM_PAYMENT));
    t.add(row(CONTRACTED, ABANDON));
    t.add(row(CONTRACTED, CONFIRM_UNDERWRITER));
    t.add(row(CONTRACTED, CONCLUDE));
    t.add(row(CONTRACTED, REFUSE));
    t.add(row(CONTRACTED, CANCEL, Reason.ALREADY_CONTRACTED));
    t.add(row(CONTRACTED, WITHDRAW, lastMinute));
    t.add(row(CONTRACTED, CONFIRM_REFUND));

    t.add(row(REFUSED, CONFIRM_PAYMENT));
    t.add(row(REFUSED, ABANDON));
    t.add(row(REFUSED, CONFIRM_UNDERWRITER));
    t.add(row(REFUSED, CONCLUDE));
    t.add(row(REFUSED, REFUSE));
    t.add(row(REFUSED, CANCEL, Reason.ALREADY_REFUSED));
    t.add(row(REFUSED, WITHDRAW, Reason.ALREADY_REFUSED));
    t.add(row(REFUSED, CONFIRM_REFUND));

    t.add(row(CANCEL_REQUESTED, CONFIRM_PAYMENT));
    t.add(row(CANCEL_REQUESTED, ABANDON));
    t.add(row(CANCEL_REQUESTED, CONFIRM_UNDERWRITER));
    t.add(row(CANCEL_REQUESTED, CONCLUDE));
    t.add(row(CANCEL_REQUESTED, REFUSE));
    t.add(row(CANCEL_REQUESTED, CANCEL));
    t.add(row(CANCEL_REQUESTED, WITHDRAW, Reason.ALREADY_CANCELLED));
    t.add(row(CANCEL_REQUESTED, CONFIRM_REFUND, CANCELLATION));

    t.add(row(CANCELLED, CONFIRM_PAYMENT));
    t.add(row(CANCELLED, ABANDON));
    t.add(row(CANCELLED, CONFIRM_UNDERWRITER));
    t.add(row(CANCELLED, CONCLUDE));
    t.add(row(CANCELLED, REFUSE));
    t.add(row(CANCELLED, CANCEL));
    t.add(row(CANCELLED, WITHDRAW, Reason.ALREADY_CANCELLED));
    t.add(row(CANCELLED, CONFIRM_REFUND));

    t.add(row(WITHDRAW_REQUESTED, CONFIRM_PAYMENT));
    t.add(row(WITHDRAW_REQUESTED, ABANDON));
    t.add(row(WITHDRAW_REQUESTED, CONFIRM_UNDERWRITER));
    t.add(row(WITHDRAW_REQUESTED, CONCLUDE));
    t.add(row(WITHDRAW_REQUESTED, REFUSE));
    t.add(row(WITHDRAW_REQUESTED, CANCEL, Reason.ALREADY_WITHDRAWN));
    t.add(row(WITHDRAW_REQUESTED, WITHDRAW));
    t.add(row(WITHDRAW_REQUESTED, CONFIRM_REFUND, WITHDRAWAL));

    t.add(row(WITHDRAWN, CONFIRM_PAYMENT));
    t.add(row(WITHDRAWN, ABANDON));
    t.add(row(WITHDRAWN, CONFIRM_UNDERWRITER));
    t.add(row(WITHDRAWN, CONCLUDE));
    t.add(row(WITHDRAWN, REFUSE));
    t.add(row(WITHDRAWN, CANCEL, Reason.ALREADY_WITHDRAWN));
    t.add(row(WITHDRAWN, WITHDRAW));
    t.add(row(WITHDRAWN, CONFIRM_REFUND));

    t.add(row(PAYMENT_FAILED, CONFIRM_PAYMENT));
    t.add(row(PAYMENT_FAILED, ABANDON));
    t.add(row(PAYMENT_FAILED, CONFIRM_UNDERWRITER));
    t.add(row(PAYMENT_FAILED, CONCLUDE));
    t.add(row(PAYMENT_FAILED, REFUSE));
    t.add(row(PAYMENT_FAILED, CANCEL, Reason.PAYMENT_FAILED));
    t.add(row(PAYMENT_FAILED, WITHDRAW, Reason.PAYMENT_FAILED));
    t.add(row(PAYMENT_FAILED, CONFIRM_REFUND));
    return t.build();
  }

  private static Arguments row(
      SubscriptionStatus status, SubscriptionCommand command, SubscriptionEvent... effects) {
    return Arguments.of(
        status, command, effects.length == 0 ? unchanged() : accepted(effects), null);
  }

  private static Arguments row(
      SubscriptionStatus status, SubscriptionCommand command, Reason reason) {
    return Arguments.of(status, command, null, reason);
  }

  @ParameterizedTest
  @MethodSource("table")
  void every_pair_of_status_and_command_is_decided_as_the_table_says(
      SubscriptionStatus status,
      SubscriptionCommand command,
      Decision<SubscriptionEvent> effects,
      Reason reason) {
    Decision<SubscriptionEvent> decision = decide(status, command);
    if (reason == null) {
      assertThat(decision).isEqualTo(effects);
    } else {
      assertThat(reasonOf(decision)).isEqualTo(reason);
    }
  }

  @Test
  void the_table_names_every_pair_once() {
    Set<List<Object>> pairs = new HashSet<>();
    table().forEach(row -> pairs.add(Arrays.asList(row.get()[0], row.get()[1].getClass())));
    assertThat(pairs)
        .hasSize(
            SubscriptionStatus.values().length
                * SubscriptionCommand.class.getPermittedSubclasses().length);
  }

  @Test
  void every_kind_of_command_has_a_decision() {
    assertThat(COMMANDS)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(SubscriptionCommand.class.getPermittedSubclasses());
  }

  @Test
  void every_kind_of_event_has_an_evolution() {
    Set<SubscriptionEvent> oneOfEach = new HashSet<>();
    HISTORIES.values().forEach(oneOfEach::addAll);
    assertThat(oneOfEach)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(SubscriptionEvent.class.getPermittedSubclasses());
  }

  @Test
  void every_status_has_a_state_and_every_state_a_history() {
    assertThat(HISTORIES).containsOnlyKeys(SubscriptionStatus.values());
    assertThat(HISTORIES.values())
        .<Class<?>>extracting(history -> replay(history).getClass())
        .containsExactlyInAnyOrderElementsOf(states(Subscription.class));
  }

  /** The records beneath a sealed interface. */
  private static Set<Class<?>> states(Class<?> sealed) {
    Set<Class<?>> states = new HashSet<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isRecord()) states.add(permitted);
      else states.addAll(states(permitted));
    }
    return states;
  }

  @Test
  void every_command_is_refused_where_there_is_no_application() {
    assertThat(COMMANDS)
        .allSatisfy(
            command ->
                assertThat(RULES.decide(new Absent(), command))
                    .isEqualTo(refused(Reason.UNKNOWN_SUBSCRIPTION)));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void a_history_leads_to_its_status_and_counts_its_events(SubscriptionStatus status) {
    Subscription now = given(status);
    assertThat(now.status()).isEqualTo(status);
    assertThat(now.version()).isEqualTo(HISTORIES.get(status).size());
  }

  private static Stream<SubscriptionStatus> statuses() {
    return Stream.of(SubscriptionStatus.values());
  }

  @Test
  void an_application_begins_unpaid_with_what_was_offered() {
    Subscription now = Subscription.open(OPENED);
    assertThat(now).isEqualTo(new PendingPayment(new Header(ID, 1, "alice", PRODUCT, NOON)));
    assertThat(now.status()).isEqualTo(PENDING_PAYMENT);
  }

  @Test
  void a_contract_remembers_until_when_it_may_be_withdrawn_from() {
    var now = (Subscription.Contracted) given(CONTRACTED);
    assertThat(now.terms().contractedAt()).isEqualTo(NOON);
    assertThat(now.terms().withdrawableUntil()).isEqualTo(LAST_MOMENT);
  }

  @Test
  void the_last_moment_stays_when_the_configured_days_change() {
    Decision<SubscriptionEvent> later =
        decide(CONTRACTED, new Contract(ID, CASE, new CoolingOff(30, DAYS.zone()), NOON));
    assertThat(later).isEqualTo(unchanged());
  }

  @Test
  void withdrawing_one_nanosecond_too_late_is_refused() {
    Decision<SubscriptionEvent> decision =
        decide(CONTRACTED, new Withdraw(ID, "alice", LAST_MOMENT.plusNanos(1)));
    assertThat(reasonOf(decision)).isEqualTo(Reason.WITHDRAWAL_PERIOD_OVER);
  }

  @Test
  void without_cooling_off_days_withdrawing_is_over_at_once() {
    Subscription now = RULES.evolve(given(UNDERWRITING), new Contracted(ID, NOON, NOON));
    Decision<SubscriptionEvent> decision =
        RULES.decide(now, new Withdraw(ID, "alice", NOON.plusMillis(1)));
    assertThat(reasonOf(decision)).isEqualTo(Reason.WITHDRAWAL_PERIOD_OVER);
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void another_customers_application_is_unknown(SubscriptionStatus status) {
    assertThat(decide(status, new Cancel(ID, "bob", NOON)))
        .isEqualTo(refused(Reason.UNKNOWN_SUBSCRIPTION));
    assertThat(decide(status, new Withdraw(ID, "bob", NOON)))
        .isEqualTo(refused(Reason.UNKNOWN_SUBSCRIPTION));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void a_status_says_whether_cancelling_is_accepted(SubscriptionStatus status) {
    assertThat(decide(status, CANCEL).equals(accepted(CANCELLING)))
        .isEqualTo(status.isCancellable());
  }

  @Test
  void a_decline_keeps_the_payments_own_reason() {
    Decision<SubscriptionEvent> decision =
        decide(
            PENDING_PAYMENT,
            new Abandon(ID, PaymentFailure.PAYMENT_DECLINED, "INSUFFICIENT_FUNDS", NOON));
    assertThat(decision)
        .isEqualTo(
            accepted(
                new Abandoned(ID, PaymentFailure.PAYMENT_DECLINED, "INSUFFICIENT_FUNDS", NOON)));
  }

  @Test
  void a_decision_about_another_case_than_the_first_is_a_no_op() {
    assertThat(decide(UNDERWRITING, new Contract(ID, CASE + 1, DAYS, NOON))).isEqualTo(unchanged());
    assertThat(decide(UNDERWRITING, new Refuse(ID, CASE + 1, "no", NOON))).isEqualTo(unchanged());
  }

  @Test
  void another_case_does_not_take_the_place_of_the_first() {
    assertThat(decide(UNDERWRITING, new ConfirmUnderwriter(ID, CASE + 1, NOON)))
        .isEqualTo(unchanged());
  }

  @Test
  void a_refusal_says_until_when_the_contract_can_be_withdrawn_from() {
    assertThat(decide(CONTRACTED, new Withdraw(ID, "alice", Instant.MAX)))
        .isEqualTo(refused(Reason.WITHDRAWAL_PERIOD_OVER, "withdrawableUntil", LAST_MOMENT));
    assertThat(decide(CONTRACTED, CANCEL))
        .isEqualTo(refused(Reason.ALREADY_CONTRACTED, "withdrawableUntil", LAST_MOMENT));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void how_it_began_is_known_in_every_later_status(SubscriptionStatus status) {
    if (given(status) instanceof HasPayment now) {
      assertThat(now.asPaid()).isEqualTo(given(PAID));
    }
  }

  @Test
  void commands_in_any_order_never_lead_to_a_status_twice() {
    Random random = new Random(20_260_301);
    for (int run = 0; run < 2_000; run++) {
      List<SubscriptionStatus> reached = reached(random);
      assertThat(reached).doesNotHaveDuplicates();
    }
  }

  /** The statuses that an application reaches under 30 random commands. */
  private static List<SubscriptionStatus> reached(Random random) {
    List<SubscriptionStatus> reached = new ArrayList<>(List.of(PENDING_PAYMENT));
    Subscription now = Subscription.open(OPENED);
    for (int i = 0; i < 30; i++) {
      Decision<SubscriptionEvent> decision =
          RULES.decide(now, COMMANDS.get(random.nextInt(COMMANDS.size())));
      for (SubscriptionEvent event : decision.events()) {
        now = RULES.evolve(now, event);
        reached.add(now.status());
      }
    }
    return reached;
  }

  private static Reason reasonOf(Decision<SubscriptionEvent> decision) {
    return (Reason) ((Decision.Refused<SubscriptionEvent>) decision).refusal().code();
  }
}

package insurancecontract.chassis.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Service;
import insurancecontract.chassis.breaker.GuardedCall.Permit;
import insurancecontract.chassis.breaker.GuardedCall.State;
import insurancecontract.chassis.settings.Change;
import insurancecontract.chassis.settings.Live;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedCallTest {
  private static final BreakerSettings SETTINGS =
      new BreakerSettings(
          Duration.ofMillis(100), 0.3, 10, Duration.ofSeconds(30), Duration.ofMillis(100), 4);
  private static final BreakerSettings STAYS_OPEN =
      new BreakerSettings(
          Duration.ofMillis(100), 0.3, 10, Duration.ofSeconds(30), Duration.ofMillis(2_500), 4);

  private final Service service = new Service("caller");
  private final Live<BreakerSettings> settings = new Live<>(SETTINGS);
  private final GuardedCall guard =
      service.get(
          () -> Future.succeededFuture(new GuardedCall(service.context(), "callee", settings)));

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void what_the_callee_answers_is_the_answer() {
    assertThat(service.get(() -> enter().call(() -> Future.succeededFuture("hello"))))
        .isEqualTo("hello");
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void it_opens_at_the_error_rate_even_when_calls_succeed_in_between() {
    for (int i = 0; i < 4; i++) {
      succeed();
      succeed();
      fail();
    }
    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(tryEnter()).isEmpty();
    assertThat(guard.retryAfter()).isPositive();
  }

  @Test
  void below_the_error_rate_it_stays_closed() {
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 4; j++) succeed();
      fail();
    }
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_call_that_takes_too_long_fails_in_time_and_its_late_answer_changes_nothing() {
    Promise<String> late = Promise.promise();
    Future<String> call = service.begin(() -> enter().call(late::future));
    await().until(call::isComplete);
    assertThat(call.cause()).isInstanceOf(TimeoutException.class);

    late.complete("late");
    succeed();
    assertThat(inFlight()).isZero();
  }

  @Test
  void a_call_that_throws_is_a_call_that_failed() {
    Future<String> call =
        service.begin(
            () ->
                enter()
                    .call(
                        () -> {
                          throw new IllegalStateException("broken");
                        }));
    await().until(call::isComplete);
    assertThat(call.cause()).hasMessage("broken");
    assertThat(inFlight()).isZero();
  }

  @Test
  void after_the_reset_time_one_call_is_tried_and_closes_it_when_it_succeeds() {
    open();
    await().until(() -> state() == State.TRYING);
    Promise<String> probe = Promise.promise();
    Future<String> trial = service.begin(() -> enter().call(probe::future));
    assertThat(tryEnter()).isEmpty();

    probe.complete("well again");
    await().until(trial::succeeded);
    assertThat(state()).isEqualTo(State.CLOSED);
    // What was before is forgotten.
    fail();
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_trial_that_fails_opens_it_again() {
    open();
    await().until(() -> state() == State.TRYING);
    fail();
    assertThat(state()).isEqualTo(State.OPEN);
    await().until(() -> state() == State.TRYING);
  }

  @Test
  void a_trial_that_is_given_back_lets_another_one_try() {
    open();
    await().until(() -> state() == State.TRYING);
    Permit unused = tryEnter().orElseThrow();
    assertThat(tryEnter()).isEmpty();
    run(unused::release);
    succeed();
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void no_more_calls_are_in_flight_than_allowed_and_a_place_is_given_back_once() {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 4; i++) permits.add(tryEnter().orElseThrow());
    assertThat(tryEnter()).isEmpty();
    run(permits.get(0)::release);
    run(permits.get(0)::release);

    assertThat(tryEnter()).isPresent();
    assertThat(tryEnter()).isEmpty();
    assertThat(guard.retryAfter()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void who_is_refused_learns_when_to_ask_again() {
    change(STAYS_OPEN);
    succeed();
    open();
    assertThat(guard.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void a_change_of_the_settings_takes_effect_while_calls_are_under_way() {
    Promise<String> slow = Promise.promise();
    Future<String> before = service.begin(() -> enter().call(slow::future));
    change(
        new BreakerSettings(
            Duration.ofSeconds(10), 0.3, 10, Duration.ofSeconds(30), Duration.ofMillis(100), 1));
    assertThat(tryEnter()).isEmpty();
    slow.complete("still answered");
    await().until(before::succeeded);

    assertThat(tryEnter()).isPresent();
    assertThat(tryEnter()).isEmpty();
  }

  private Permit enter() {
    return guard.tryEnter().orElseThrow();
  }

  private Optional<Permit> tryEnter() {
    return service.get(() -> Future.succeededFuture(guard.tryEnter()));
  }

  private State state() {
    return service.get(() -> Future.succeededFuture(guard.state()));
  }

  private double inFlight() {
    return service
        .context()
        .meters()
        .get("breaker.in.flight")
        .tag("call", "callee")
        .gauge()
        .value();
  }

  private void succeed() {
    service.await(() -> enter().call(() -> Future.succeededFuture("well")));
  }

  private void fail() {
    service.await(
        () ->
            enter()
                .call(() -> Future.failedFuture("ill"))
                .transform(failed -> Future.succeededFuture()));
  }

  private void open() {
    for (int i = 0; i < 10; i++) {
      if (state() != State.OPEN) fail();
    }
  }

  private void change(BreakerSettings changed) {
    Change.to(changed, settings);
  }

  private void run(Runnable action) {
    service.await(
        () -> {
          action.run();
          return Future.succeededFuture();
        });
  }
}

package insurancecontract.chassis.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorWindowTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long BEGIN = -3 * SECOND;

  private final ErrorWindow window = new ErrorWindow(10 * SECOND, BEGIN);

  @Test
  void failures_among_successes_count_by_their_share() {
    count(7, false, 0);
    count(3, true, 0);
    assertThat(window.exceeds(0.3, 10, BEGIN)).isTrue();
    assertThat(window.exceeds(0.31, 10, BEGIN)).isFalse();
  }

  @Test
  void too_few_calls_say_nothing() {
    count(9, true, 0);
    assertThat(window.exceeds(0.5, 10, BEGIN)).isFalse();
    count(1, true, 0);
    assertThat(window.exceeds(0.5, 10, BEGIN)).isTrue();
  }

  @Test
  void without_a_failure_nothing_is_exceeded() {
    count(100, false, 0);
    assertThat(window.exceeds(0, 1, BEGIN)).isFalse();
  }

  @Test
  void what_is_older_than_the_window_is_forgotten_step_by_step() {
    count(10, true, 0);
    count(10, false, 5);
    assertThat(window.exceeds(0.5, 10, BEGIN + 9 * SECOND)).isTrue();
    assertThat(window.exceeds(0.5, 10, BEGIN + 10 * SECOND)).isFalse();
    count(1, true, 14);
    assertThat(window.exceeds(0.09, 10, BEGIN + 14 * SECOND)).isTrue();
    assertThat(window.exceeds(0.09, 1, BEGIN + 1_000 * SECOND)).isFalse();
  }

  private void count(int calls, boolean failed, long second) {
    for (int i = 0; i < calls; i++) window.count(failed, BEGIN + second * SECOND);
  }
}

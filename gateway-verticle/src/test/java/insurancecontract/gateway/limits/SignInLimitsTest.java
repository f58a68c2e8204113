package insurancecontract.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInLimitsTest {
  private static final String HOME = "192.0.2.1";
  private static final String ELSEWHERE = "192.0.2.2";

  private final AtomicLong nanos = new AtomicLong();
  private final SignInLimits limits = new SignInLimits(10_000, 2, nanos::get);

  private void fail(int times, String user, String address) {
    for (int i = 0; i < times; i++) limits.failed(user, address);
  }

  @Test
  void failures_of_a_user_at_an_address_concern_no_other_user_or_address() {
    fail(2, "alice", HOME);
    assertThat(limits.waitNanos("alice", HOME)).isPositive();
    assertThat(limits.waitNanos("alice", ELSEWHERE)).isZero();
    assertThat(limits.waitNanos("bob", HOME)).isZero();
  }

  @Test
  void one_password_for_many_users_is_limited_at_the_address() {
    for (int i = 0; i < 20; i++) limits.failed("user" + i, HOME);
    assertThat(limits.waitNanos("alice", HOME)).isPositive();
    assertThat(limits.waitNanos("alice", ELSEWHERE)).isZero();
  }

  @Test
  void who_has_signed_in_there_before_is_not_locked_out_by_others() {
    limits.succeeded("alice", HOME);
    for (int i = 0; i < 500; i++) limits.failed("user" + i, HOME);
    assertThat(limits.waitNanos("alice", HOME)).isZero();
  }

  @Test
  void too_many_failures_in_total_leave_every_address_a_few() {
    for (int i = 0; i < 300; i++) limits.failed("user" + i, "198.51.100." + i);
    assertThat(limits.waitNanos("alice", HOME)).isZero();
    for (int i = 0; i < 3; i++) limits.failed("user" + i, HOME);
    assertThat(limits.waitNanos("alice", HOME)).isPositive();
  }

  @Test
  void after_a_while_attempts_are_allowed_again() {
    fail(2, "alice", HOME);
    nanos.addAndGet(30_000_000_000L);
    assertThat(limits.waitNanos("alice", HOME)).isZero();
  }
}

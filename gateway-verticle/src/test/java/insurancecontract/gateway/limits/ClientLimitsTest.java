package insurancecontract.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.gateway.limits.TokenBuckets.Rate;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClientLimitsTest {
  private final AtomicReference<LimitSettings> settings =
      new AtomicReference<>(new LimitSettings(new Rate(0.001, 1), 1));

  private final ClientLimits limits = new ClientLimits(10, settings::get);

  @Test
  void a_request_beyond_the_limit_is_429_with_retry_after() {
    assertThat(limits.count("alice")).isEmpty();
    assertThat(limits.count("alice"))
        .hasValueSatisfying(
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(429);
              assertThat(refused.problem().retryAfter()).isPositive();
            });
  }

  @Test
  void a_subject_and_an_address_with_the_same_name_are_different_clients() {
    assertThat(limits.count("192.0.2.1")).isEmpty();
    assertThat(limits.countUnknown("192.0.2.1")).isEmpty();
  }

  @Test
  void a_changed_rate_applies_from_the_next_request() {
    assertThat(limits.count("alice")).isEmpty();
    settings.set(new LimitSettings(new Rate(1e9, 10), 1));
    assertThat(limits.count("alice")).isEmpty();
  }
}

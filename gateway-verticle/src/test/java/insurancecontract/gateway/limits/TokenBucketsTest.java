package insurancecontract.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.gateway.limits.TokenBuckets.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  private static final Rate TWO_A_SECOND = new Rate(2, 3);

  private long now = Long.MAX_VALUE - 10;
  private final TokenBuckets buckets = new TokenBuckets(2, () -> now);

  @Test
  void a_new_client_may_take_a_whole_burst() {
    take(2);
    assertThat(buckets.take("alice", TWO_A_SECOND)).isZero();
  }

  @Test
  void a_request_beyond_the_burst_waits_for_the_next_token() {
    take(3);
    assertThat(buckets.take("alice", TWO_A_SECOND)).isEqualTo(Duration.ofMillis(500).toNanos());
  }

  @Test
  void tokens_refill_even_when_the_clock_overflows() {
    take(3);
    now += Duration.ofMillis(500).toNanos();
    assertThat(buckets.take("alice", TWO_A_SECOND)).isZero();
  }

  @Test
  void a_long_pause_refills_no_more_than_a_burst() {
    take(3);
    now += Duration.ofHours(1).toNanos();
    take(3);
    assertThat(buckets.take("alice", TWO_A_SECOND)).isPositive();
  }

  @Test
  void one_client_does_not_use_up_the_tokens_of_another() {
    take(3);
    assertThat(buckets.take("bob", TWO_A_SECOND)).isZero();
  }

  @Test
  void peeking_takes_no_token() {
    take(2);
    assertThat(buckets.peek("alice", TWO_A_SECOND)).isZero();
    assertThat(buckets.peek("alice", TWO_A_SECOND)).isZero();
  }

  @Test
  void spending_may_overdraw_the_bucket() {
    take(3);
    buckets.spend("alice", TWO_A_SECOND);
    assertThat(buckets.peek("alice", TWO_A_SECOND)).isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void the_least_recently_seen_client_is_evicted() {
    take(3);
    assertThat(buckets.take("bob", TWO_A_SECOND)).isZero();
    assertThat(buckets.take("carol", TWO_A_SECOND)).isZero();
    assertThat(buckets.size()).isEqualTo(2);
    assertThat(buckets.take("alice", TWO_A_SECOND)).isZero();
  }

  private void take(int tokens) {
    for (int i = 0; i < tokens; i++) {
      assertThat(buckets.take("alice", TWO_A_SECOND)).isZero();
    }
  }
}

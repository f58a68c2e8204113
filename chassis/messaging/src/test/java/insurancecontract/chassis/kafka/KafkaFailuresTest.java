package insurancecontract.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.postgres.Postgres;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaFailuresTest {
  @ParameterizedTest
  @MethodSource
  void a_retriable_failure_is_transient(RuntimeException failure) {
    Throwable translated = KafkaFailures.fail(failure).cause();
    assertThat(Postgres.isTransient(translated)).isTrue();
    assertThat(translated).hasCause(failure).hasMessageContaining(failure.getMessage());
  }

  static RuntimeException[] a_retriable_failure_is_transient() {
    return new RuntimeException[] {
      new TimeoutException("no broker"), new NotLeaderOrFollowerException("leader moved")
    };
  }

  @Test
  void any_other_failure_stays_as_it_is() {
    var failure = new RecordTooLargeException("too large");
    assertThat(KafkaFailures.fail(failure).cause()).isSameAs(failure);
    assertThat(Postgres.isTransient(failure)).isFalse();
  }
}

package insurancecontract.payment.adapter.postgres;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.payment.PaymentDatabase;
import insurancecontract.payment.PaymentWiring;
import insurancecontract.payment.PaymentWiring.Ports;
import insurancecontract.payment.application.ScriptedProvider;
import insurancecontract.payment.application.SteppedClock;
import insurancecontract.payment.application.UnfinishedWork;
import insurancecontract.payment.application.WorkPace;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two processes that refund from the same database. */
class SharedWorkIT {
  private static final WorkPace PACE =
      new WorkPace(
          10, 16, Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(10), 3, 5);
  private static final int REFUNDS = 300;

  private final SteppedClock clock = new SteppedClock();
  private final ScriptedProvider provider = new ScriptedProvider();

  @Test
  void two_processes_share_the_work_and_request_each_refund_once() {
    try (PaymentDatabase database = PaymentDatabase.create()) {
      fill(database);
      // One event loop runs both, so that the provider needs no lock.
      Context loop = database.vertx().getOrCreateContext();
      UnfinishedWork<Cancelling> one = process(database).refunds();
      UnfinishedWork<Cancelling> other = process(database).refunds();
      loop.runOnContext(go -> one.wake());
      loop.runOnContext(go -> other.wake());
      await()
          .until(
              () ->
                  database.number("select count(*) from payment where status = 'CANCELLED'")
                      == REFUNDS);
      assertThat(provider.calls()).hasSize(REFUNDS).doesNotHaveDuplicates();
    }
  }

  private void fill(PaymentDatabase database) {
    List<Traced<PaymentCommand>> commands = new ArrayList<>();
    for (long id = 1; id <= REFUNDS; id++) {
      Terms terms = new Terms("alice", 39_000, "KRW");
      commands.add(new Traced<>(new RequestCharge(id, terms, clock.instant()), null));
      commands.add(new Traced<>(new Refund(id, "REFUSED", clock.instant()), null));
    }
    assertThat(await(process(database).handle(commands))).hasSize(2 * REFUNDS);
  }

  private PaymentWiring process(PaymentDatabase database) {
    return new PaymentWiring(
        new Ports(
            new PgPaymentRepository(database.pool(), () -> PACE),
            new PgUnfinishedPayments(database.pool()),
            provider,
            clock,
            () -> PACE),
        new Batcher.Limits(REFUNDS, 2, REFUNDS));
  }
}

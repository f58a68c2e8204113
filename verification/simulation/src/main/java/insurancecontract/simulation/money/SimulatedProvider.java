package insurancecontract.simulation.money;

import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.ProviderAnswer;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.RefundRefused;
import insurancecontract.simulation.world.Fault;
import insurancecontract.simulation.world.Mishap;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.Service;
import insurancecontract.simulation.world.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;

/**
 * The provider as one process of payment reaches it. What was asked goes through whether or not the
 * asker still lives; only the answer is then heard by nobody.
 */
public class SimulatedProvider implements PaymentProvider {
  /** Premiums that end in this are declined. */
  public static final long DECLINED = 402;

  private final World world;
  private final Replica process;
  private final Ledger ledger;

  /** The provider with these books. */
  public SimulatedProvider(Replica process, Ledger ledger) {
    this.world = process.world();
    this.process = process;
    this.ledger = ledger;
  }

  @Override
  public Future<ProviderAnswer> charge(long key, long amount, String currency) {
    Promise<ProviderAnswer> answer = Promise.promise();
    Optional<Fault> slow = meet(Mishap.CHARGE_SLOW);
    Optional<Fault> failed = meet(Mishap.CHARGE_FAILED);
    Optional<Fault> unsaid = meet(Mishap.CHARGE_UNSAID);
    Optional<Fault> late = meet(Mishap.CHARGE_LATE);
    long way = slow.or(() -> late).map(fault -> fault.millis() * 1_000).orElse(0L);
    world
        .timeline()
        .after(
            way + world.chance().latency(),
            () -> {
              if (failed.isPresent()) {
                fail(answer);
                return;
              }
              ProviderAnswer said = decide(key, amount, currency);
              world.trace().tell(() -> "provider: charge of " + key + " is " + said);
              if (unsaid.isEmpty()) process.soon(() -> answer.complete(said));
            });
    return answer.future();
  }

  private void fail(Promise<?> answer) {
    process.soon(() -> answer.fail(new ProviderFailed("the provider failed")));
  }

  private ProviderAnswer decide(long key, long amount, String currency) {
    Ledger.Entry books = ledger.get(key);
    if (isBarred(books)) return new ProviderAnswer.Declined("CANCELLED");
    if (books.declined() != null) return new ProviderAnswer.Declined(books.declined());
    if (isCharged(books)) return new ProviderAnswer.Approved();
    if (amount % 1_000 == DECLINED) {
      ledger.declined(key, "CARD_DECLINED");
      return new ProviderAnswer.Declined("CARD_DECLINED");
    }
    ledger.charged(key, amount, currency);
    return new ProviderAnswer.Approved();
  }

  /** Whether nothing may be charged under the key any more. */
  protected boolean isBarred(Ledger.Entry books) {
    return books.barred();
  }

  /** Whether the key was charged before. */
  protected boolean isCharged(Ledger.Entry books) {
    return books.charges() > 0;
  }

  @Override
  public Future<Void> refund(long key) {
    Promise<Void> answer = Promise.promise();
    Optional<Fault> failed = meet(Mishap.REFUND_FAILED);
    Optional<Fault> unsaid = meet(Mishap.REFUND_UNSAID);
    Optional<Fault> refused = meet(Mishap.REFUND_REFUSED);
    world
        .timeline()
        .after(
            world.chance().latency(),
            () -> {
              if (failed.isPresent()) {
                fail(answer);
              } else if (refused.isPresent()) {
                process.soon(() -> answer.fail(new RefundRefused("REFUND_REFUSED")));
              } else {
                if (!isRefunded(ledger.get(key))) ledger.refunded(key);
                world.trace().tell(() -> "provider: refund of " + key);
                if (unsaid.isPresent()) fail(answer);
                else process.soon(answer::complete);
              }
            });
    return answer.future();
  }

  /** Whether the key was refunded before. */
  protected boolean isRefunded(Ledger.Entry books) {
    return books.barred();
  }

  private Optional<Fault> meet(Mishap mishap) {
    return world.meet(mishap, Service.PAYMENT);
  }
}

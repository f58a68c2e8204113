package insurancecontract.simulation.money;

import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.ProviderAnswer;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.RefundRefused;
import insurancecontract.simulation.world.Fault;
import insurancecontract.simulation.world.FaultKind;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.Service;
import insurancecontract.simulation.world.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;

/**
 * The provider as one payment process reaches it. A request takes effect even if the process dies;
 * only the response is lost.
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
    Optional<Fault> slow = inject(FaultKind.CHARGE_SLOW);
    Optional<Fault> failed = inject(FaultKind.CHARGE_FAILED);
    Optional<Fault> unreported = inject(FaultKind.CHARGE_UNREPORTED);
    Optional<Fault> late = inject(FaultKind.CHARGE_LATE);
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
              world.trace().add(() -> "provider: charge of " + key + " is " + said);
              if (unreported.isEmpty()) process.soon(() -> answer.complete(said));
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

  /** Whether further charges under the key are barred. */
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
    Optional<Fault> failed = inject(FaultKind.REFUND_FAILED);
    Optional<Fault> unreported = inject(FaultKind.REFUND_UNREPORTED);
    Optional<Fault> refused = inject(FaultKind.REFUND_REFUSED);
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
                world.trace().add(() -> "provider: refund of " + key);
                if (unreported.isPresent()) fail(answer);
                else process.soon(answer::complete);
              }
            });
    return answer.future();
  }

  /** Whether the key was refunded before. */
  protected boolean isRefunded(Ledger.Entry books) {
    return books.barred();
  }

  private Optional<Fault> inject(FaultKind kind) {
    return world.inject(kind, Service.PAYMENT);
  }
}

package insurancecontract.payment.application;

import insurancecontract.payment.application.ProviderAnswer.Approved;
import insurancecontract.payment.application.ProviderAnswer.Declined;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** A provider in memory that keeps the port's contract; tests script its next answers. */
public final class ScriptedProvider implements PaymentProvider {
  private final Queue<Future<ProviderAnswer>> nextCharges = new ArrayDeque<>();
  private final Queue<Future<Void>> nextRefunds = new ArrayDeque<>();
  private final Set<Long> charged = new HashSet<>();
  private final Set<Long> barred = new HashSet<>();
  private final List<String> calls = new ArrayList<>();

  /** Answers the next charge with this instead. */
  public void nextCharge(Future<ProviderAnswer> answer) {
    nextCharges.add(answer);
  }

  /** Answers the next refund with this instead. */
  public void nextRefund(Future<Void> answer) {
    nextRefunds.add(answer);
  }

  /** All calls, in order. */
  public List<String> calls() {
    return calls;
  }

  /** The keys that are charged and not refunded. */
  public Set<Long> charged() {
    return charged;
  }

  @Override
  public Future<ProviderAnswer> charge(long key, long amount, String currency) {
    calls.add("charge " + key);
    Future<ProviderAnswer> scripted = nextCharges.poll();
    if (scripted != null) return scripted;
    if (barred.contains(key)) return Future.succeededFuture(new Declined("CANCELLED"));
    charged.add(key);
    return Future.succeededFuture(new Approved());
  }

  @Override
  public Future<Void> refund(long key) {
    calls.add("refund " + key);
    Future<Void> scripted = nextRefunds.poll();
    if (scripted != null) return scripted;
    barred.add(key);
    charged.remove(key);
    return Future.succeededFuture();
  }
}

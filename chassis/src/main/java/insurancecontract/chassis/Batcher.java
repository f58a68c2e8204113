package insurancecontract.chassis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Hands on together what arrives together (group commit): while a batch is under way, the next one
 * gathers. Alone, an item waits for nobody.
 *
 * <p>Belongs to one event loop: submit from it only, and let {@code work} complete on it. When a
 * batch of several fails for a reason that lies in one of them, each is tried alone, so that one
 * bad item fails only itself.
 */
public final class Batcher<I, O> {
  /**
   * Limits of a batcher.
   *
   * @param batchMax items in one batch, at least 1
   * @param inFlightMax batches under way at once, at least 1
   * @param queueMax items that may wait; more are refused with {@link Overloaded}
   */
  public record Limits(int batchMax, int inFlightMax, int queueMax) {}

  private record Waiting<I, O>(I item, Promise<O> answer) {}

  private final String name;
  private final Function<List<I>, Future<List<O>>> work;
  private final Limits limits;
  private final Predicate<Throwable> passing;
  private final Queue<Waiting<I, O>> queue = new ArrayDeque<>();
  private int inFlight;

  /**
   * A batcher in front of {@code work}, which answers each item at the item's own position.
   *
   * @param passing tells failures that would hit every item alike, so that trying each alone is
   *     vain
   */
  public Batcher(
      String name,
      Limits limits,
      Predicate<Throwable> passing,
      Function<List<I>, Future<List<O>>> work) {
    this.name = name;
    this.limits = limits;
    this.passing = passing;
    this.work = work;
  }

  /** Queues the item; fails with {@link Overloaded} when too many wait. */
  public Future<O> submit(I item) {
    if (queue.size() >= limits.queueMax()) return Future.failedFuture(new Overloaded(name));
    Promise<O> answer = Promise.promise();
    queue.add(new Waiting<>(item, answer));
    next();
    return answer.future();
  }

  /** How many items wait at this moment. */
  public int queued() {
    return queue.size();
  }

  private void next() {
    if (queue.isEmpty() || inFlight >= limits.inFlightMax()) return;
    List<Waiting<I, O>> batch = new ArrayList<>(Math.min(queue.size(), limits.batchMax()));
    while (batch.size() < limits.batchMax() && !queue.isEmpty()) batch.add(queue.poll());
    inFlight++;
    run(batch)
        .onComplete(
            done -> {
              inFlight--;
              next();
            });
  }

  /** Completes when every item of the batch is answered; never fails. */
  private Future<Void> run(List<Waiting<I, O>> batch) {
    List<I> items = batch.stream().map(Waiting::item).toList();
    return Futures.attempt(() -> work.apply(items))
        .<Void>map(
            answers -> {
              for (int i = 0; i < batch.size(); i++) batch.get(i).answer().complete(answers.get(i));
              return null;
            })
        .recover(cause -> failed(batch, cause));
  }

  private Future<Void> failed(List<Waiting<I, O>> batch, Throwable cause) {
    if (batch.size() == 1 || passing.test(cause)) {
      batch.forEach(waiting -> waiting.answer().tryFail(cause));
      return Future.succeededFuture();
    }
    Future<Void> each = Future.succeededFuture();
    for (Waiting<I, O> alone : batch) each = each.compose(before -> run(List.of(alone)));
    return each;
  }
}

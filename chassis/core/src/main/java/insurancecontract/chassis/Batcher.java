package insurancecontract.chassis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: items that arrive while a batch is in flight form the next batch. A single item
 * never waits for others.
 *
 * <p>Belongs to one event loop: submit from it only, and let {@code work} complete on it. When a
 * batch fails because of its content, its items are retried one by one, so that a bad item fails
 * alone.
 */
public final class Batcher<I, O> {
  /**
   * Limits of a batcher.
   *
   * @param batchMax items in one batch, at least 1
   * @param inFlightMax batches in flight at once, at least 1
   * @param queueMax items that may wait; more are refused with {@link Overloaded}
   */
  public record Limits(int batchMax, int inFlightMax, int queueMax) {}

  private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);

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
   * @param passing tells failures that would hit every item, so that retrying one by one is
   *     pointless
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

  /** How many items are waiting now. */
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
        .transform(
            done -> done.succeeded() ? answer(batch, done.result()) : failed(batch, done.cause()));
  }

  /** The work succeeded: nothing that goes wrong from here on may cause a retry. */
  private Future<Void> answer(List<Waiting<I, O>> batch, List<O> answers) {
    if (answers == null || answers.size() != batch.size()) {
      var broken = new IllegalStateException(name + " did not answer each item of its batch");
      batch.forEach(waiting -> end(() -> waiting.answer().fail(broken)));
      return Future.succeededFuture();
    }
    for (int i = 0; i < batch.size(); i++) {
      Promise<O> promise = batch.get(i).answer();
      O answer = answers.get(i);
      end(() -> promise.complete(answer));
    }
    return Future.succeededFuture();
  }

  /** An exception in the handler of one answer must not keep the others from theirs. */
  private void end(Runnable answer) {
    try {
      answer.run();
    } catch (RuntimeException | Error thrown) {
      LOG.atError()
          .addKeyValue("batcher", name)
          .setCause(thrown)
          .log("handler of an answer failed");
    }
  }

  private Future<Void> failed(List<Waiting<I, O>> batch, Throwable cause) {
    if (batch.size() == 1 || passing.test(cause)) {
      batch.forEach(waiting -> end(() -> waiting.answer().fail(cause)));
      return Future.succeededFuture();
    }
    Future<Void> each = Future.succeededFuture();
    for (Waiting<I, O> alone : batch) each = each.compose(before -> run(List.of(alone)));
    return each;
  }
}

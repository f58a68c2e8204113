package insurancecontract.simulation;

import insurancecontract.audit.Invariant;
import insurancecontract.simulation.world.FaultKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * Runs seeds on several threads, one thread per run. Every run that begins gets a verdict, or
 * {@link #run} throws.
 */
final class Seeds {
  /** As many as time allows. */
  static final long UNLIMITED = Long.MAX_VALUE;

  private final LongFunction<Verdict> judge;
  private final long count;
  private final Map<FaultKind, Long> injected = new EnumMap<>(FaultKind.class);
  private final Map<Invariant, Long> checked = new EnumMap<>(Invariant.class);
  private long next;
  private long begun;
  private long judged;
  private long sagas;
  private boolean stopped;
  private Optional<Verdict> failure = Optional.empty();

  /** The seeds from {@code first} on, {@code count} of them. */
  Seeds(Seams seams, long first, long count) {
    this(seed -> Simulation.run(Plan.of(seed), seams, false), first, count);
  }

  /** The same with another way to run and judge a seed. */
  Seeds(LongFunction<Verdict> judge, long first, long count) {
    this.judge = judge;
    this.next = first;
    this.count = count;
  }

  /** Runs seeds until one fails, all are done, or the time is up. */
  Seeds run(int threads, BooleanSupplier timeIsOver) {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      Callable<Void> worker = () -> work(timeIsOver);
      for (Future<Void> done : workers.invokeAll(Collections.nCopies(threads, worker))) done.get();
    } catch (ExecutionException unjudged) {
      throw new IllegalStateException(unjudged.getCause().getMessage(), unjudged.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before every run was judged", interrupted);
    } finally {
      workers.shutdownNow();
    }
    if (judged != begun) {
      throw new IllegalStateException(begun + " runs have begun, " + judged + " were judged");
    }
    return this;
  }

  private Void work(BooleanSupplier timeIsOver) {
    while (!timeIsOver.getAsBoolean()) {
      Optional<Long> seed = draw();
      if (seed.isEmpty()) break;
      add(judge(seed.get()));
    }
    return null;
  }

  private synchronized Optional<Long> draw() {
    if (stopped || begun == count) return Optional.empty();
    begun++;
    return Optional.of(next++);
  }

  private Verdict judge(long seed) {
    try {
      Verdict verdict = judge.apply(seed);
      return verdict.passed() && verdict.sagas() == 0
          ? verdict.and("nothing happened: no application was stored")
          : verdict;
    } catch (RuntimeException | Error thrown) {
      stop();
      throw new IllegalStateException("seed " + seed + " cannot be judged: " + thrown, thrown);
    }
  }

  private synchronized void add(Verdict verdict) {
    judged++;
    sagas += verdict.sagas();
    verdict.injected().forEach((kind, times) -> injected.merge(kind, (long) times, Long::sum));
    verdict.checked().forEach((invariant, times) -> checked.merge(invariant, times, Long::sum));
    if (verdict.passed()) return;
    stop();
    if (failure.isEmpty()) failure = Optional.of(verdict);
  }

  /** Runs in progress still finish. */
  private synchronized void stop() {
    stopped = true;
  }

  /** The first run that failed. */
  synchronized Optional<Verdict> failure() {
    return failure;
  }

  /** Whether at least one run was judged, as many as requested, and none failed. */
  synchronized boolean passed() {
    return failure.isEmpty() && judged > 0 && (count == UNLIMITED || judged == count);
  }

  /** How many runs were judged. */
  synchronized long judged() {
    return judged;
  }

  synchronized long sagas() {
    return sagas;
  }

  /** How many applications each invariant was checked for. */
  synchronized Map<Invariant, Long> checked() {
    return Map.copyOf(checked);
  }

  /** How often each kind of trouble struck. */
  synchronized Map<FaultKind, Long> injected() {
    return Map.copyOf(injected);
  }
}

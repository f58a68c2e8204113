package insurancecontract.simulation;

import insurancecontract.simulation.world.Mishap;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Runs one seed after the other, on as many threads as wanted; each run has only one. */
final class Seeds {
  private final Seams seams;
  private final AtomicLong next;
  private final long end;
  private final Map<Mishap, Long> met = new EnumMap<>(Mishap.class);
  private long runs;
  private long sagas;
  private Optional<Verdict> failure = Optional.empty();

  /** The seeds from {@code first} on, {@code count} of them. */
  Seeds(Seams seams, long first, long count) {
    this.seams = seams;
    this.next = new AtomicLong(first);
    this.end = first + count;
  }

  /** Runs them, until one fails, all are done, or the time is over. */
  Seeds run(int threads, BooleanSupplier timeIsOver) {
    List<Thread> workers =
        IntStream.range(0, threads)
            .mapToObj(number -> new Thread(() -> work(timeIsOver), "seeds-" + number))
            .toList();
    workers.forEach(Thread::start);
    for (Thread worker : workers) {
      try {
        worker.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return this;
  }

  private void work(BooleanSupplier timeIsOver) {
    while (failure().isEmpty() && !timeIsOver.getAsBoolean()) {
      long seed = next.getAndIncrement();
      if (seed >= end) return;
      add(Simulation.run(Plan.of(seed), seams, false));
    }
  }

  private synchronized void add(Verdict verdict) {
    runs++;
    sagas += verdict.sagas();
    verdict.met().forEach((mishap, times) -> met.merge(mishap, (long) times, Long::sum));
    if (!verdict.whole() && failure.isEmpty()) failure = Optional.of(verdict);
  }

  synchronized Optional<Verdict> failure() {
    return failure;
  }

  synchronized long runs() {
    return runs;
  }

  synchronized long sagas() {
    return sagas;
  }

  /** How often each kind of trouble struck. */
  synchronized Map<Mishap, Long> met() {
    return Map.copyOf(met);
  }
}

package insurancecontract.faults;

import insurancecontract.launch.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Makes faults under load, one drawn after the other and several at a time; then heals everything
 * and looks whether what was promised still holds.
 *
 * <p>All that is done to the site is done by one thread, but for the start of servers.
 */
public final class FaultRun {
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(90);

  /** How many programs may be down at once: a busy machine restarts them slowly. */
  private static final int AWAY_MAX = 2;

  /** A pause now and then, in which what has been held up can pass. */
  private static final int KILLS_BETWEEN_PAUSES = 25;

  private static final long PAUSE_MS = 3_000;
  private static final long NEXT_MS_MAX = 700;
  private static final long AWAY_MS_MAX = 1_500;
  private static final long LINK_MS_MIN = 200;
  private static final long LINK_MS_MAX = 4_000;
  private static final long PROVIDER_MS = 5_000;
  private static final long LOOK_AGAIN_MS = 100;

  /**
   * What to do.
   *
   * @param seed the faults and the load are drawn from it; when each takes effect is up to the
   *     machine
   * @param kills after so many it ends
   * @param max and after this time in any case
   * @param perSecond people who come, each second
   */
  public record Plan(long seed, int kills, Duration max, double perSecond) {}

  private final Site site;
  private final Plan plan;
  private final Random random;
  private final Traffic traffic;
  private final Poison poison = new Poison();
  private final ExecutorService hand = Executors.newSingleThreadExecutor();
  private final ExecutorService starter = Executors.newFixedThreadPool(2);
  private final Map<String, Integer> faults = new TreeMap<>();
  private final Set<String> away = new HashSet<>();
  private final Set<Link> bad = new HashSet<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final long begin = System.nanoTime();
  private int kills;
  private int turn;
  private boolean providerBad;

  private FaultRun(Site site, Plan plan) {
    this.site = site;
    this.plan = plan;
    this.random = new Random(plan.seed());
    this.traffic = new Traffic(new People(site.address()), plan.seed() + 1);
  }

  /** Does it, on a site that is ready; ends with everything healed and judged. */
  public static FaultReport on(Site site, Plan plan) {
    var run = new FaultRun(site, plan);
    try {
      return run.run();
    } finally {
      run.close();
    }
  }

  private void close() {
    hand.shutdownNow();
    starter.shutdownNow();
    traffic.close();
  }

  private FaultReport run() {
    traffic.start(plan.perSecond());
    soon(1_000, this::next);
    done.join();
    // Everybody may be answered before it is judged, and no fault is made any more.
    Site.await("everything is healed", READY_WITHIN, this::isHealed);
    long healed = System.nanoTime();
    traffic.end();
    Site.await("everyone is answered", ANSWERED_WITHIN, traffic::isOver);
    List<String> broken = site.broken(QUIET_WITHIN);
    Duration quiet = Duration.ofNanos(System.nanoTime() - healed);
    if (traffic.otherwise() > 0) {
      broken.add(traffic.otherwise() + " repeated requests answered otherwise than before");
    }
    var ends = Ends.of(site.databases());
    broken.addAll(ends.unfinished());
    broken.addAll(ends.missing(traffic.accepted()));
    return new FaultReport(
        plan.seed(),
        Duration.ofNanos(healed - begin),
        faults,
        ends.byStatus(),
        traffic.answers(),
        quiet,
        broken);
  }

  /** Whatever goes wrong here ends the run. */
  private void soon(long millis, Runnable action) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, hand)
        .execute(
            () -> {
              try {
                action.run();
              } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            });
  }

  private boolean isHealed() {
    return CompletableFuture.supplyAsync(
            () ->
                away.isEmpty()
                    && bad.isEmpty()
                    && !providerBad
                    && site.replicas().values().stream().allMatch(Replica::isReady),
            hand)
        .join();
  }

  private void next() {
    boolean late = System.nanoTime() - begin > plan.max().toNanos();
    if (kills >= plan.kills() || late) {
      done.complete(null);
      return;
    }
    int dice = random.nextInt(100);
    if (dice < 60) kill();
    else if (dice < 85) spoilLink();
    else if (dice < 92) poison();
    else spoilProvider();
    boolean pause = dice < 60 && kills % KILLS_BETWEEN_PAUSES == 0;
    soon(pause ? PAUSE_MS : random.nextLong(NEXT_MS_MAX), this::next);
  }

  private void count(String fault) {
    faults.merge(fault, 1, Integer::sum);
  }

  /** Every other time the next in turn, and any other time anyone. */
  private void kill() {
    if (away.size() >= AWAY_MAX) return;
    List<String> all = new ArrayList<>(site.replicas().keySet());
    all.add(site.database().name());
    all.add(site.broker().name());
    int index = random.nextBoolean() ? turn++ % all.size() : random.nextInt(all.size());
    String name = all.get(index);
    if (!away.add(name)) return;
    kills++;
    if (kills % KILLS_BETWEEN_PAUSES == 0) System.err.println(kills + " of " + plan.kills());
    Replica replica = site.replicas().get(name);
    count("kill " + (replica == null ? name : replica.service()));
    if (replica != null) kill(replica);
    else kill(name.equals(site.broker().name()) ? site.broker() : site.database());
  }

  private void kill(Replica replica) {
    replica.kill();
    boolean newer = random.nextInt(3) == 0 && !replica.service().equals(Services.GATEWAY);
    if (newer) count("start of a newer version");
    Optional<Path> version = newer ? Optional.of(site.newer()) : Optional.empty();
    soon(
        random.nextLong(AWAY_MS_MAX),
        () -> {
          replica.start(version);
          back(replica, version);
        });
  }

  /** A start whose database is down fails and is retried, as any platform does. */
  private void back(Replica replica, Optional<Path> version) {
    if (replica.isReady()) {
      away.remove(replica.name());
      return;
    }
    if (!replica.isAlive()) {
      count("start in vain");
      replica.start(version);
    }
    soon(LOOK_AGAIN_MS, () -> back(replica, version));
  }

  private void kill(Server server) {
    long millis = random.nextLong(AWAY_MS_MAX);
    starter.execute(
        () -> {
          try {
            server.kill();
            TimeUnit.MILLISECONDS.sleep(millis);
            server.start();
            soon(0, () -> away.remove(server.name()));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
  }

  private void spoilLink() {
    List<Link> all = new ArrayList<>(site.links().values());
    Link link = all.get(random.nextInt(all.size()));
    Link.State[] states = Link.State.values();
    // All but the first, which is the good one.
    Link.State state = states[1 + random.nextInt(states.length - 1)];
    long millis = random.nextLong(LINK_MS_MIN, LINK_MS_MAX);
    if (!bad.add(link)) return;
    count("link " + state.name().toLowerCase(Locale.ROOT));
    link.become(state);
    soon(
        millis,
        () -> {
          link.become(Link.State.OPEN);
          bad.remove(link);
        });
  }

  private void spoilProvider() {
    boolean hangs = random.nextBoolean();
    if (providerBad) return;
    providerBad = true;
    count(hangs ? "provider hangs" : "provider fails");
    site.provider(hangs ? 20_000 : 0, hangs ? 0 : 0.8);
    soon(
        PROVIDER_MS,
        () -> {
          site.provider(0, 0);
          providerBad = false;
        });
  }

  private void poison() {
    if (away.contains(site.broker().name())) return;
    count("poison message");
    String servers = site.broker().bootstrapServers();
    long seed = random.nextLong();
    starter.execute(() -> poison.into(servers, new Random(seed)));
  }
}

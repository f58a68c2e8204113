package insurancecontract.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices from a seed. */
public final class Chance {
  private final SplittableRandom random;

  /** Choices drawn from this seed. */
  public Chance(long seed) {
    this(new SplittableRandom(seed));
  }

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  /** An independent source, so that more draws here change nothing there. */
  public Chance split() {
    return new Chance(random.split());
  }

  /** A number from {@code least} to {@code most}. */
  public long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  /** True with this probability. */
  public boolean is(double probability) {
    return random.nextDouble() < probability;
  }

  /** One of them, at random. */
  public <T> T oneOf(List<T> those) {
    return those.get(random.nextInt(those.size()));
  }

  /** How long a message or statement takes, in microseconds: mostly little, sometimes much. */
  public long latency() {
    int dice = random.nextInt(1_000);
    if (dice < 900) return random.nextLong(200, 2_000);
    if (dice < 990) return random.nextLong(2_000, 30_000);
    return random.nextLong(30_000, 400_000);
  }
}

package insurancecontract.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/** Dice of a seed. */
public final class Chance {
  private final SplittableRandom random;

  /** The dice of this seed. */
  public Chance(long seed) {
    this(new SplittableRandom(seed));
  }

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  /** Dice of their own, so that more throws here change nothing there. */
  public Chance split() {
    return new Chance(random.split());
  }

  /** A number from {@code least} to {@code most}. */
  public long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  /** True so often. */
  public boolean is(double often) {
    return random.nextDouble() < often;
  }

  /** Any of them. */
  public <T> T oneOf(List<T> those) {
    return those.get(random.nextInt(those.size()));
  }

  /** How long a message or a statement takes, in microseconds: mostly little, sometimes much. */
  public long latency() {
    int dice = random.nextInt(1_000);
    if (dice < 900) return random.nextLong(200, 2_000);
    if (dice < 990) return random.nextLong(2_000, 30_000);
    return random.nextLong(30_000, 400_000);
  }
}

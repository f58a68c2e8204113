package insurancecontract.chassis.settings;

/** Changes settings for tests, as a source would that has read new values. */
public final class Change {
  private Change() {}

  /** Takes effect at once. */
  public static <T> void to(T value, Live<T> live) {
    live.set(value);
  }
}

package insurancecontract.chassis.settings;

/** A value that must never be seen: it prints as {@code ***}. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}

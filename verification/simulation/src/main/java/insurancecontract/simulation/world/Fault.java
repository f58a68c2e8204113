package insurancecontract.simulation.world;

/**
 * One trouble of a plan.
 *
 * @param nth at which of the occasions it strikes, from 0; for one at a moment of its own, the
 *     millisecond
 * @param millis how long it lasts, or how late something is
 */
public record Fault(Mishap mishap, Service service, int nth, long millis) {
  @Override
  public String toString() {
    return "%s of %s, %s %d, %d ms"
        .formatted(mishap, service.label(), mishap.timed() ? "at ms" : "occasion", nth, millis);
  }
}

package insurancecontract.simulation.world;

/**
 * One fault of a plan.
 *
 * @param nth at which occasion it strikes, from 0; for a timed fault, the millisecond
 * @param millis how long it lasts, or how late something is
 */
public record Fault(FaultKind kind, Service service, int nth, long millis) {
  @Override
  public String toString() {
    return "%s of %s, %s %d, %d ms"
        .formatted(kind, service.label(), kind.timed() ? "at ms" : "occasion", nth, millis);
  }
}

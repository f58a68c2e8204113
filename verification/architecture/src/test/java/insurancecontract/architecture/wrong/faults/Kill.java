package insurancecontract.architecture.wrong.faults;

/** What only a verification does. */
public record Kill() {}

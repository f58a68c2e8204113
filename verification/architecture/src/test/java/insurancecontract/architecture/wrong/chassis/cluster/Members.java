package insurancecontract.architecture.wrong.chassis.cluster;

/** A part of the chassis that only some processes need. */
public record Members() {}

package insurancecontract.architecture.wrong.chassis.kafka;

import insurancecontract.architecture.wrong.chassis.cluster.Members;

/** A part of the chassis that knows another. */
public record KnowsTheCluster(Members members) {}

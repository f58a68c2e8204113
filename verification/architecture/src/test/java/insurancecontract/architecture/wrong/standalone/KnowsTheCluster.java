package insurancecontract.architecture.wrong.standalone;

import insurancecontract.architecture.wrong.chassis.cluster.Members;

/** One process, which joins nothing. */
public record KnowsTheCluster(Members members) {}

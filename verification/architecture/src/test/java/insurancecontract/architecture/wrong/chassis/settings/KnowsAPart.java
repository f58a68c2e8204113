package insurancecontract.architecture.wrong.chassis.settings;

import insurancecontract.architecture.wrong.chassis.cluster.Members;

/** The core, knowing a part that not every process has. */
public record KnowsAPart(Members members) {}

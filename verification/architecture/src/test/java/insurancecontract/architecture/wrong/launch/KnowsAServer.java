package insurancecontract.architecture.wrong.launch;

import insurancecontract.architecture.wrong.embedded.KnowsAService;

/** What all ways to start share, knowing a server that only one of them has. */
public record KnowsAServer(KnowsAService knowsAService) {}

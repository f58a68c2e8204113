package insurancecontract.architecture.wrong.view.projection;

import insurancecontract.architecture.wrong.view.adapter.http.Routes;

/** A projection that knows how it is asked. */
public record KnowsItsRoutes(Routes routes) {}

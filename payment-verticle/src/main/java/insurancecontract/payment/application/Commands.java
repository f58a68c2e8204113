package insurancecontract.payment.application;

import insurancecontract.payment.domain.PaymentCommand;
import io.vertx.core.Future;

/** The way to {@link PaymentService} for one command; several that come together go together. */
@FunctionalInterface
public interface Commands {
  /** Decides and stores. */
  Future<Outcome> submit(Traced<PaymentCommand> command);
}

package insurancecontract.underwriting.adapter.http;

import insurancecontract.underwriting.application.Traced;
import insurancecontract.underwriting.domain.DeskCommand;
import insurancecontract.underwriting.domain.Outcome;
import io.vertx.core.Future;

/** Where a single command goes; commands that arrive together may be decided together. */
@FunctionalInterface
public interface Commands {
  /** Decides about the command. */
  Future<Outcome> submit(Traced<DeskCommand> command);
}

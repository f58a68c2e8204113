package insurancecontract.underwriting.application;

import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.DeskCommand;
import insurancecontract.underwriting.domain.StaffCommand;
import insurancecontract.underwriting.domain.WholeDesk;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Commands of both kinds in one list, for tests. */
public final class Submitted {
  private Submitted() {}

  /** Handles them in order, a transaction for each run of commands of one kind. */
  public static Future<List<Handled<?, ?>>> to(
      UnderwritingService service, String trace, DeskCommand... commands) {
    Future<List<Handled<?, ?>>> all = Future.succeededFuture(List.of());
    for (List<DeskCommand> run : WholeDesk.runs(List.of(commands))) {
      all = all.compose(before -> handle(service, trace, run).map(now -> both(before, now)));
    }
    return all;
  }

  private static Future<? extends List<? extends Handled<?, ?>>> handle(
      UnderwritingService service, String trace, List<DeskCommand> run) {
    return run.get(0) instanceof StaffCommand
        ? service.handleStaff(traced(run, StaffCommand.class, trace))
        : service.handle(traced(run, CaseCommand.class, trace));
  }

  private static <C> List<Traced<C>> traced(List<DeskCommand> run, Class<C> kind, String trace) {
    return run.stream().map(each -> new Traced<>(kind.cast(each), trace)).toList();
  }

  private static List<Handled<?, ?>> both(
      List<Handled<?, ?>> before, List<? extends Handled<?, ?>> now) {
    List<Handled<?, ?>> both = new ArrayList<>(before);
    both.addAll(now);
    return both;
  }
}

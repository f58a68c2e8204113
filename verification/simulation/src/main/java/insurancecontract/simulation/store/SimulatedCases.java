package insurancecontract.simulation.store;

import insurancecontract.chassis.decision.Change;
import insurancecontract.simulation.world.Replica;
import insurancecontract.underwriting.adapter.postgres.Announcement;
import insurancecontract.underwriting.application.CaseQuery;
import insurancecontract.underwriting.application.UnderwritingRepository;
import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.DeskChanges;
import insurancecontract.underwriting.domain.DeskState;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The desk in the simulated database; every change locks all underwriters first. */
public final class SimulatedCases implements UnderwritingRepository {
  private final Database database;
  private final CaseTables tables;
  private final Replica process;

  /** The repository of one process. */
  public SimulatedCases(Database database, CaseTables tables, Replica process) {
    this.database = database;
    this.tables = tables;
    this.process = process;
  }

  @Override
  public <R> Future<R> transact(Concern concern, Function<DeskState, DeskChanges<R>> work) {
    return database.transaction(
        process,
        tx ->
            tx.statement(
                    () ->
                        tx.lock(
                            tables.underwriters,
                            List.copyOf(tables.underwriters.committed().keySet())))
                .compose(locked -> tx.statement(() -> Future.succeededFuture(load(concern))))
                .map(work)
                .compose(changes -> store(tx, changes)));
  }

  private DeskState load(Concern concern) {
    List<Underwriter> underwriters = loaded();
    List<UnderwritingCase> concerned =
        tables.cases.committed().values().stream()
            .filter(
                it ->
                    concern.underwritingIds().contains(it.underwritingId())
                        || concern.subscriptionIds().contains(it.subscriptionId()))
            .toList();
    List<UnderwritingCase> waiting =
        tables.cases.committed().values().stream()
            .filter(UnderwritingCase.Waiting.class::isInstance)
            .limit(concern.waitingWanted(underwriters))
            .toList();
    Set<Long> known = new HashSet<>();
    concerned.forEach(it -> known.add(it.subscriptionId()));
    List<Long> fresh = new ArrayList<>();
    for (Long subscription : concern.subscriptionIds()) {
      if (!known.contains(subscription)) fresh.add(tables.nextId());
    }
    return new DeskState(underwriters, concerned, waiting, fresh);
  }

  private List<Underwriter> loaded() {
    return tables.underwriters.committed().values().stream().map(this::loaded).toList();
  }

  private Underwriter loaded(Underwriter each) {
    long load =
        tables.cases.committed().values().stream()
            .filter(UnderwritingCase.Assigned.class::isInstance)
            .filter(it -> it.isOnDeskOf(each.underwriterId()))
            .count();
    return each.withLoad(Math.toIntExact(load));
  }

  private <R> Future<R> store(Transaction tx, DeskChanges<R> changes) {
    if (changes.cases().changes().isEmpty() && changes.staff().isEmpty()) {
      return Future.succeededFuture(changes.cases().result());
    }
    return tx.statement(() -> write(tx, changes));
  }

  private <R> Future<R> write(Transaction tx, DeskChanges<R> changes) {
    for (Change<UnderwritingCase, ?> change : changes.cases().changes()) {
      UnderwritingCase each = change.after();
      UnderwritingCase existing = tables.cases.get(each.underwritingId());
      if (existing != null && existing.version() >= each.version()) {
        return Future.failedFuture(
            new IllegalStateException("A case changed although the desk was locked."));
      }
      tx.put(tables.cases, each.underwritingId(), each);
    }
    changes.staff().forEach(it -> tx.put(tables.underwriters, it.underwriterId(), it));
    tx.append(Announcement.ofAll(changes.cases().recorded()));
    return Future.succeededFuture(changes.cases().result());
  }

  @Override
  public Future<Optional<UnderwritingCase>> find(long underwritingId) {
    return database.query(process, () -> Optional.ofNullable(tables.cases.get(underwritingId)));
  }

  @Override
  public Future<List<UnderwritingCase>> page(CaseQuery query) {
    return database.query(
        process,
        () ->
            tables.cases.committed().descendingMap().values().stream()
                .filter(query::matches)
                .limit(query.limit())
                .toList());
  }

  @Override
  public Future<List<Underwriter>> underwriters() {
    return database.query(process, this::loaded);
  }
}

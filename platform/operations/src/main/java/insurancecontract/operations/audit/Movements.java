package insurancecontract.operations.audit;

import insurancecontract.audit.Movement;
import insurancecontract.payment.application.NoStatement;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.ProviderStatement;
import insurancecontract.payment.application.ProviderStatement.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The movements of a provider's statement by subscription, one page at a time in memory. */
final class Movements implements BySubscription<Movement> {
  private final ProviderStatement statement;
  private Iterator<ProviderStatement.Movement> page = Collections.emptyIterator();
  private Optional<String> cursor = Optional.empty();
  private boolean lastPage;
  private Optional<ProviderStatement.Movement> next = Optional.empty();

  private Movements(ProviderStatement statement) {
    this.statement = statement;
  }

  /** Empty when the provider has no statement. */
  static Optional<Movements> of(ProviderStatement statement) {
    var movements = new Movements(statement);
    try {
      movements.advance();
    } catch (NoStatement none) {
      return Optional.empty();
    }
    return Optional.of(movements);
  }

  @Override
  public OptionalLong next() {
    return next.isPresent() ? OptionalLong.of(next.get().key()) : OptionalLong.empty();
  }

  @Override
  public List<Movement> take(long subscriptionId) {
    List<Movement> taken = new ArrayList<>(2);
    while (next.isPresent() && next.get().key() == subscriptionId) {
      taken.add(fact(next.get()));
      advance();
    }
    return taken;
  }

  private void advance() {
    while (!page.hasNext() && !lastPage) read();
    if (!page.hasNext()) {
      next = Optional.empty();
      return;
    }
    ProviderStatement.Movement after = page.next();
    if (next.isPresent() && after.key() < next.get().key()) {
      throw new ProviderFailed(
          "the provider's statement is out of order: key %d follows key %d"
              .formatted(after.key(), next.get().key()));
    }
    next = Optional.of(after);
  }

  private void read() {
    Page read = statement.page(cursor);
    if (read.next().isPresent() && read.next().equals(cursor)) {
      throw new ProviderFailed("the provider's statement repeats the page " + cursor.get());
    }
    page = read.movements().iterator();
    cursor = read.next();
    lastPage = cursor.isEmpty();
  }

  private static Movement fact(ProviderStatement.Movement it) {
    Movement.Type type =
        switch (it.type()) {
          case CHARGE -> Movement.Type.CHARGE;
          case REFUND -> Movement.Type.REFUND;
        };
    return new Movement(type, it.amount(), it.currency(), it.at());
  }
}

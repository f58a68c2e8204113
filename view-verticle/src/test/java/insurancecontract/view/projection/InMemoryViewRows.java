package insurancecontract.view.projection;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Rows in memory, for tests: the same promises as the ones in a database. */
public final class InMemoryViewRows implements ViewRows {
  private final Set<Fact.Key> known = new HashSet<>();
  private final Map<Long, ViewRow> rows = new TreeMap<>();

  @Override
  public Future<List<ViewRow>> apply(List<Fact> facts) {
    List<Fact> news = new ArrayList<>();
    for (Fact fact : facts) {
      if (known.add(fact.key())) news.add(fact);
    }
    for (ViewRow row : Fold.fold(news)) {
      rows.merge(row.subscriptionId(), row, ViewRow::merge);
    }
    return Future.succeededFuture(
        facts.stream()
            .map(fact -> fact.event().subscriptionId())
            .distinct()
            .sorted()
            .map(rows::get)
            .filter(Objects::nonNull)
            .toList());
  }
}

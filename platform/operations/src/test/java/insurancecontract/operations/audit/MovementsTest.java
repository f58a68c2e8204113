package insurancecontract.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.payment.application.NoStatement;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.ProviderStatement;
import insurancecontract.payment.application.ProviderStatement.Movement;
import insurancecontract.payment.application.ProviderStatement.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MovementsTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void movements_of_one_key_may_be_split_over_two_pages() {
    Movements movements =
        read(Map.of("", page("a", charge(7)), "a", page(null, charge(7), charge(9))));

    assertThat(movements.next()).hasValue(7);
    assertThat(movements.take(7)).hasSize(2);
    assertThat(movements.next()).hasValue(9);
    assertThat(movements.take(8)).isEmpty();
    assertThat(movements.take(9)).hasSize(1);
    assertThat(movements.next()).isEmpty();
  }

  @Test
  void empty_pages_are_skipped() {
    Movements movements =
        read(Map.of("", page("a"), "a", page("b"), "b", page("c", charge(7)), "c", page(null)));

    assertThat(movements.take(7)).hasSize(1);
    assertThat(movements.next()).isEmpty();
  }

  @Test
  void a_statement_out_of_order_is_refused() {
    Movements movements = read(Map.of("", page(null, charge(9), charge(7))));

    assertThatThrownBy(() -> movements.take(9))
        .isInstanceOf(ProviderFailed.class)
        .hasMessage("the provider's statement is out of order: key 7 follows key 9");
  }

  @Test
  void a_statement_that_repeats_a_page_is_refused() {
    Movements movements = read(Map.of("", page("a", charge(7)), "a", page("a", charge(7))));

    assertThatThrownBy(() -> movements.take(7))
        .isInstanceOf(ProviderFailed.class)
        .hasMessageContaining("repeats the page a");
  }

  @Test
  void a_provider_without_a_statement_has_no_movements_to_read() {
    ProviderStatement none =
        cursor -> {
          throw new NoStatement();
        };
    assertThat(Movements.of(none)).isEmpty();
  }

  private static Movements read(Map<String, Page> pages) {
    return Movements.of(cursor -> pages.get(cursor.orElse(""))).orElseThrow();
  }

  private static Page page(String next, Movement... movements) {
    return new Page(List.of(movements), Optional.ofNullable(next));
  }

  private static Movement charge(long key) {
    return new Movement(key, ProviderStatement.Type.CHARGE, 39_000, "KRW", AT);
  }
}

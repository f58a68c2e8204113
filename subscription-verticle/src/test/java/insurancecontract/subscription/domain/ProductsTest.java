package insurancecontract.subscription.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductsTest {
  private static final Product CANCER = new Product("Fisrtcancer", 30_000, "KRW");
  private static final Product CANCER_3 = new Product("Fisrtcancer3", 50_000, "KRW");

  @Test
  void a_product_is_found_by_its_exact_name() {
    Products products = new Products(List.of(CANCER, CANCER_3));
    assertThat(products.find("Fisrtcancer3")).contains(CANCER_3);
    assertThat(products.find("fisrtcancer3")).isEmpty();
  }

  @Test
  void products_are_listed_as_they_are_offered() {
    assertThat(new Products(List.of(CANCER_3, CANCER)).all()).containsExactly(CANCER_3, CANCER);
  }

  @Test
  void a_duplicate_name_is_refused() {
    List<Product> twice = List.of(CANCER, new Product("Fisrtcancer", 1, "KRW"));
    assertThatThrownBy(() -> new Products(twice)).hasMessageContaining("Fisrtcancer twice");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Product.PREMIUM_MAX + 1, Long.MAX_VALUE})
  void a_premium_out_of_bounds_is_refused(long premium) {
    assertThatThrownBy(() -> new Product("X", premium, "KRW")).hasMessageContaining("premium");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, Product.PREMIUM_MAX})
  void a_premium_at_the_bounds_is_accepted(long premium) {
    assertThat(new Product("X", premium, "KRW").premium()).isEqualTo(premium);
  }

  @Test
  void a_name_has_1_to_100_characters() {
    assertThat(new Product("x".repeat(100), 1, "KRW").productName()).hasSize(100);
    assertThatThrownBy(() -> new Product("x".repeat(101), 1, "KRW"))
        .hasMessageContaining("productName");
    assertThatThrownBy(() -> new Product(" ", 1, "KRW")).hasMessageContaining("productName");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "krw", "KR", "KRWX", "K1W"})
  void a_currency_is_three_capital_letters(String currency) {
    assertThatThrownBy(() -> new Product("X", 1, currency)).hasMessageContaining("currency");
  }
}

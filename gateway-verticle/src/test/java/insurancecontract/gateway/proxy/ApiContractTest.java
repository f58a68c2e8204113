package insurancecontract.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ApiContractTest {
  private static final ApiContract CONTRACT =
      ApiContract.parse(
          """
          openapi: 3.1.0
          paths:
            /: { get: {} }
            /views/{id}: { parameters: [], get: {} }
            /views/rebuild: { post: {}, get: {} }
            /views: { get: {}, x-note: {} }
            /orders:
              get: {}
              post: { parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }] }
          """
              .getBytes(StandardCharsets.UTF_8));

  @Test
  void a_path_has_the_methods_that_are_described() {
    assertThat(CONTRACT.methods("/views")).containsExactly("GET");
  }

  @Test
  void a_literal_path_takes_precedence_over_a_parameter() {
    assertThat(CONTRACT.methods("/views/rebuild")).containsExactly("GET", "POST");
  }

  @Test
  void a_parameter_matches_one_segment() {
    assertThat(CONTRACT.template("/views/17")).contains("/views/{id}");
    assertThat(CONTRACT.template("/views/17/more")).isEmpty();
  }

  @Test
  void a_trailing_slash_makes_no_difference() {
    assertThat(CONTRACT.template("/views/")).contains("/views");
  }

  @Test
  void the_root_is_a_path() {
    assertThat(CONTRACT.methods("/")).containsExactly("GET");
  }

  @Test
  void only_operations_with_the_parameter_take_an_idempotency_key() {
    assertThat(CONTRACT.takesIdempotencyKey("/orders", "POST")).isTrue();
    assertThat(CONTRACT.takesIdempotencyKey("/orders", "GET")).isFalse();
    assertThat(CONTRACT.takesIdempotencyKey("/views/rebuild", "POST")).isFalse();
    assertThat(CONTRACT.takesIdempotencyKey("/other", "POST")).isFalse();
  }

  @Test
  void a_path_that_is_not_described_has_no_methods() {
    assertThat(CONTRACT.methods("/other")).isEmpty();
  }
}

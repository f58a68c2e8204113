package insurancecontract.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
  @ParameterizedTest
  @CsvSource({
    "/payments, /payments",
    "//underwritings/1, /underwritings/1",
    "///underwritings////1//, /underwritings/1/",
    "/, /",
    "//, /",
    "/a%20b, /a%20b",
    "/a...b/.c, /a...b/.c"
  })
  void double_slashes_are_collapsed_and_nothing_else_is_changed(String raw, String path) {
    assertThat(RequestTarget.of(raw, null)).map(RequestTarget::path).contains(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "payments",
        "/a/../payments",
        "/a/./b",
        "/..",
        "/%2e%2E/payments",
        "/.%2e/payments",
        "/a%2fb",
        "/a%5Cb",
        "/a\\b",
        "/a%00b",
        "/a%0d%0ab",
        "/a%",
        "/a%2",
        "/a%zz",
        "/a b",
        "/a\u00e9b"
      })
  void an_ambiguous_path_is_refused(String raw) {
    assertThat(RequestTarget.of(raw, null)).isEmpty();
  }

  @Test
  void the_query_is_unchanged() {
    assertThat(RequestTarget.of("//a", "x=//../&y=%2f"))
        .map(RequestTarget::uri)
        .contains("/a?x=//../&y=%2f");
  }

  @ParameterizedTest
  @CsvSource({"/payments, payments", "/payments/1/x, payments", "/, ''", "/payments/, payments"})
  void the_resource_is_the_first_segment(String path, String resource) {
    assertThat(RequestTarget.of(path, null)).map(RequestTarget::resource).contains(resource);
  }

  @ParameterizedTest
  @CsvSource({
    "/subsciptionViews, /subscriptionViews?q=1",
    "//subsciptionViews/7, /subscriptionViews/7?q=1"
  })
  void another_resource_keeps_the_rest(String path, String uri) {
    assertThat(RequestTarget.of(path, "q=1"))
        .map(target -> target.withResource("subscriptionViews").uri())
        .contains(uri);
  }
}

package insurancecontract.chassis.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.Service;
import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.settings.Secret;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityIT {
  private final Service service = new Service("identity");
  private final Issuer issuer = new Issuer(service.vertx(), "first");
  private final Identity identity = new Identity(service.vertx(), issuer.trusted());

  /** What a provider publishes, how often it was asked, and whether it is well. */
  private volatile JsonArray published = new JsonArray().add(issuer.publicKey());

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong clock = new AtomicLong();
  private volatile boolean ill;

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void a_good_token_names_its_bearer() {
    Caller caller =
        verify(issuer.sign(Issuer.claims("uma", "underwriter").put("underwriterId", 77_001_520L)));

    assertThat(caller.subject()).isEqualTo("uma");
    assertThat(caller.roles()).containsExactly("underwriter");
    assertThat(caller.is("underwriter")).isTrue();
    assertThat(caller.isAny("customer", "operator")).isFalse();
    assertThat(caller.number("underwriterId")).hasValue(77_001_520L);
    assertThat(caller.number("sub")).isEmpty();
  }

  @Test
  void one_of_several_audiences_suffices() {
    JsonArray audiences = new JsonArray().add("others").add("insurancecontract");
    assertThat(verify(issuer.sign(Issuer.claims("alice").put("aud", audiences))).subject())
        .isEqualTo("alice");
  }

  @Test
  void an_expired_token_is_refused_and_says_so() {
    long past = System.currentTimeMillis() / 1_000 - 60;
    assertRefused(issuer.sign(Issuer.claims("alice").put("exp", past)), "expired");
  }

  @Test
  void a_token_without_an_end_is_refused() {
    JsonObject claims = Issuer.claims("alice");
    claims.remove("exp");
    assertRefused(issuer.sign(claims), "never expires");
  }

  @Test
  void a_token_for_others_or_from_others_is_refused() {
    assertRefused(issuer.sign(Issuer.claims("alice").put("aud", "others")), "not valid");
    assertRefused(issuer.sign(Issuer.claims("alice").put("iss", "http://others")), "not valid");
    JsonObject nobodys = Issuer.claims("alice");
    nobodys.remove("aud");
    assertRefused(issuer.sign(nobodys), "not valid");
  }

  @Test
  void a_token_signed_with_another_key_is_refused_whatever_it_says() {
    assertRefused(new Issuer(service.vertx(), "first").token("alice"), "not valid");
    assertRefused(new Issuer(service.vertx(), "other").token("alice"), "not valid");
  }

  @Test
  void a_token_whose_claims_were_changed_is_refused() {
    String[] parts = issuer.token("alice", "customer").split("\\.", -1);
    String forged = encoded(Issuer.claims("alice", "operator").encode());
    assertRefused(parts[0] + "." + forged + "." + parts[2], "not valid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS256", "ES256"})
  void a_token_that_nobody_signed_is_refused(String algorithm) {
    String header = encoded(new JsonObject().put("alg", algorithm).put("typ", "JWT").encode());
    String unsigned = header + "." + encoded(Issuer.claims("alice", "operator").encode());
    assertRefused(unsigned, "");
    assertRefused(unsigned + ".", "");
    assertRefused(unsigned + ".AAAA", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b", "a.b.c", "....", "e30.e30.e30", "bnVsbA.bnVsbA.x"})
  void what_is_no_token_is_refused(String token) {
    assertRefused(token, "");
  }

  @Test
  void a_token_whose_claims_have_odd_types_is_refused_or_gives_nothing() {
    assertRefused(issuer.sign(Issuer.claims("alice").put("sub", 7)), "no subject");
    assertRefused(issuer.sign(Issuer.claims("alice").put("sub", " ")), "no subject");
    assertRefused(issuer.sign(Issuer.claims("alice").put("iss", 7)), "");
    assertThat(verify(issuer.sign(Issuer.claims("alice").put("roles", 7))).roles()).isEmpty();
  }

  @Test
  void roles_and_numbers_may_be_texts() {
    Caller uma =
        verify(
            issuer.sign(
                Issuer.claims("uma")
                    .put("roles", " underwriter supervisor")
                    .put("underwriterId", "77001520")
                    .put("other", "7x")));

    assertThat(uma.roles()).containsExactlyInAnyOrder("underwriter", "supervisor");
    assertThat(uma.number("underwriterId")).hasValue(77_001_520L);
    assertThat(uma.number("other")).isEmpty();
  }

  @Test
  void a_subject_is_as_long_as_the_longest_customer_id_at_most() {
    String longest = "s".repeat(Caller.SUBJECT_LENGTH_MAX);
    assertThat(verify(issuer.sign(Issuer.claims(longest))).subject()).isEqualTo(longest);
    assertRefused(issuer.sign(Issuer.claims(longest + "s")), "at most 255 characters");
    assertRefused(issuer.sign(Issuer.claims("al\nice")), "no control characters");
  }

  @Test
  void roles_are_found_where_the_settings_say() {
    var nested =
        new IdentitySettings(
            Issuer.NAME,
            "",
            new JsonArray().add(issuer.publicKey()),
            Issuer.FETCHING,
            Issuer.LEEWAY,
            "realm_access/roles",
            Issuer.SERVICE_SECRET);
    JsonObject claims =
        Issuer.claims("alice")
            .put("realm_access", new JsonObject().put("roles", new JsonArray().add("customer")));
    var keycloak = new Identity(service.vertx(), nested);

    assertThat(service.get(() -> keycloak.verify(issuer.sign(claims))).roles())
        .containsExactly("customer");
  }

  @Test
  void a_service_is_known_by_its_own_credential() {
    var credential = new ServiceCredential(service.vertx(), issuer.trusted(), "subscription");
    Caller caller = verify(credential.token());

    assertThat(caller.subject()).isEqualTo("subscription");
    assertThat(caller.roles()).containsExactly(Caller.SERVICE);
    assertThat(credential.token()).isEqualTo(credential.token());
  }

  @Test
  void nobody_is_a_service_by_a_persons_token() {
    assertThat(verify(issuer.token("alice", "service", "customer")).roles())
        .containsExactly("customer");
    JsonObject claims =
        Issuer.claims("subscription", "service").put("iss", ServiceCredential.ISSUER);
    assertRefused(issuer.sign(claims), "not valid");
  }

  @Test
  void no_service_can_make_tokens_of_people() {
    IdentitySettings settings = issuer.trusted();
    String token =
        ServiceCredential.auth(service.vertx(), settings)
            .generateToken(
                Issuer.claims("alice", "operator"),
                new io.vertx.ext.auth.JWTOptions().setAlgorithm("HS256"));
    assertRefused(token, "not valid");
  }

  @Test
  void a_service_with_another_secret_is_nobody() {
    var other =
        new IdentitySettings(
            Issuer.NAME,
            "insurancecontract",
            new JsonArray().add(issuer.publicKey()),
            Issuer.FETCHING,
            Issuer.LEEWAY,
            "roles",
            new Secret("another secret that is long enough"));
    assertRefused(new ServiceCredential(service.vertx(), other, "payment").token(), "not valid");
  }

  @Test
  void keys_that_cannot_check_a_signature_are_no_keys() {
    JsonObject secret = new JsonObject().put("kty", "oct").put("alg", "HS256").put("k", "AAAA");
    JsonObject cipher = issuer.publicKey().put("use", "enc");
    for (JsonObject useless : List.of(secret, cipher, new JsonObject().put("kty", "odd"))) {
      IdentitySettings settings = Issuer.settings(Issuer.NAME, new JsonArray().add(useless));
      assertThatThrownBy(() -> new Identity(service.vertx(), settings))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("IDENTITY_JWKS");
    }
  }

  @Test
  void keys_are_found_at_the_issuer_and_asked_for_once() {
    Identity discovering = discovering();
    for (int i = 0; i < 5; i++) assertThat(discovered(discovering).subject()).isEqualTo("alice");
    assertThat(asked).hasValue(1);
  }

  @Test
  void a_kind_of_key_that_is_not_known_here_does_not_make_the_others_vain() {
    published =
        new JsonArray()
            .add(new JsonObject().put("kty", "LATTICE").put("kid", "future"))
            .add(issuer.publicKey());
    assertThat(discovered(discovering()).subject()).isEqualTo("alice");
  }

  @Test
  void an_issuer_without_keys_lets_nobody_in() {
    Identity discovering = discovering();
    published = new JsonArray();
    String header = encoded(new JsonObject().put("alg", "none").encode());
    String unsigned = header + "." + encoded(claims().encode());
    assertThatThrownBy(() -> service.get(() -> discovering.verify(unsigned)))
        .hasMessageContaining("unavailable");
    published = new JsonArray().add(issuer.publicKey());
    assertThat(discovered(discovering).subject()).isEqualTo("alice");
  }

  @Test
  void a_new_key_of_the_issuer_is_taken_and_the_old_one_is_forgotten() {
    Identity discovering = discovering();
    String old = issuer.sign(claims());
    assertThat(discovered(discovering).subject()).isEqualTo("alice");
    var rotated = new Issuer(service.vertx(), "second");
    published = new JsonArray().add(rotated.publicKey());

    // Forged tokens could make us ask all the time, so it takes a while.
    clock.addAndGet(Duration.ofSeconds(31).toNanos());
    String fresh = rotated.sign(claims().put("sub", "bob"));
    assertThat(service.get(() -> discovering.verify(fresh)).subject()).isEqualTo("bob");
    assertThatThrownBy(() -> service.get(() -> discovering.verify(old)))
        .isInstanceOf(Unauthenticated.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_token_is_verified_once_until_its_key_is_gone() {
    Identity discovering = discovering();
    String token = issuer.sign(claims());
    Caller first = service.get(() -> discovering.verify(token));
    assertThat(service.get(() -> discovering.verify(token))).isSameAs(first);

    published = new JsonArray().add(new Issuer(service.vertx(), "second").publicKey());
    clock.addAndGet(Duration.ofMinutes(11).toNanos());
    // This one makes it fetch the keys, but does not wait for them.
    assertThat(service.get(() -> discovering.verify(token))).isSameAs(first);

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> service.get(() -> discovering.verify(token)))
                    .isInstanceOf(Unauthenticated.class));
  }

  @Test
  void forged_tokens_do_not_make_it_ask_again_and_again() {
    Identity discovering = discovering();
    assertThat(discovered(discovering).subject()).isEqualTo("alice");
    String forged = new Issuer(service.vertx(), "forged").sign(claims());
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> service.get(() -> discovering.verify(forged)))
          .isInstanceOf(Unauthenticated.class);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void while_the_issuer_is_away_the_known_keys_go_on_to_count() {
    Identity discovering = discovering();
    assertThat(discovered(discovering).subject()).isEqualTo("alice");
    ill = true;
    clock.addAndGet(Duration.ofMinutes(11).toNanos());
    assertThat(discovered(discovering).subject()).isEqualTo("alice");
    assertThat(discovered(discovering).subject()).isEqualTo("alice");
  }

  @Test
  void an_issuer_that_was_away_from_the_start_is_asked_again() {
    Identity discovering = discovering();
    ill = true;
    assertThatThrownBy(() -> discovered(discovering)).hasMessageContaining("unavailable");
    ill = false;
    assertThat(discovered(discovering).subject()).isEqualTo("alice");
  }

  private String provider;

  private Identity discovering() {
    HttpServer server =
        service.get(
            () ->
                service
                    .vertx()
                    .createHttpServer()
                    .requestHandler(
                        request -> {
                          boolean keys = request.path().equals("/certs");
                          if (keys) asked.incrementAndGet();
                          var body =
                              keys
                                  ? new JsonObject().put("keys", published)
                                  : new JsonObject().put("jwks_uri", provider + "/certs");
                          request
                              .response()
                              .setStatusCode(ill ? 500 : 200)
                              .end(body.encode())
                              .onFailure(Throwable::printStackTrace);
                        })
                    .listen(0, "127.0.0.1"));
    provider = "http://127.0.0.1:" + server.actualPort();
    return new Identity(service.vertx(), Issuer.settings(provider, new JsonArray()), clock::get);
  }

  private JsonObject claims() {
    return Issuer.claims("alice", "customer").put("iss", provider);
  }

  private Caller discovered(Identity discovering) {
    return service.get(() -> discovering.verify(issuer.sign(claims())));
  }

  private Caller verify(String token) {
    return service.get(() -> identity.verify(token));
  }

  private void assertRefused(String token, String reason) {
    Future<Caller> refused = service.begin(() -> identity.verify(token));
    assertThatThrownBy(() -> service.get(() -> refused))
        .isInstanceOf(Unauthenticated.class)
        .hasMessageContaining(reason);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

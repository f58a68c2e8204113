package insurancecontract.chassis.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
  private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");

  private Instant now = END.minusSeconds(60);
  private final VerifiedTokens tokens = new VerifiedTokens(2, () -> now);

  private static Caller caller(String subject) {
    JsonObject claims = new JsonObject().put("sub", subject).put("exp", END.getEpochSecond());
    return new Caller(subject, Set.of(), claims);
  }

  @Test
  void a_verified_token_is_known() {
    Caller alice = tokens.remember("a", caller("alice"));

    assertThat(tokens.find("a")).containsSame(alice);
    assertThat(tokens.find("b")).isEmpty();
  }

  @Test
  void an_expired_one_is_not() {
    Caller alice = tokens.remember("a", caller("alice"));

    now = END.minusMillis(1);
    assertThat(tokens.find("a")).containsSame(alice);
    now = END;
    assertThat(tokens.find("a")).isEmpty();
  }

  @Test
  void the_least_recently_used_one_is_forgotten_first() {
    Caller alice = tokens.remember("a", caller("alice"));
    Caller bob = tokens.remember("b", caller("bob"));
    assertThat(tokens.find("a")).containsSame(alice);

    Caller carl = tokens.remember("c", caller("carl"));

    assertThat(tokens.find("a")).containsSame(alice);
    assertThat(tokens.find("b")).as(bob.subject()).isEmpty();
    assertThat(tokens.find("c")).containsSame(carl);
  }

  @Test
  void all_are_forgotten_when_keys_change() {
    Caller alice = tokens.remember("a", caller("alice"));
    tokens.forgetAll();

    assertThat(tokens.find("a")).as(alice.subject()).isEmpty();
  }
}

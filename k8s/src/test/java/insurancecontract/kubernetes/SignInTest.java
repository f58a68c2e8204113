package insurancecontract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.gateway.web.WebSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** On a laptop one gets to the pages and to the identity provider by what the README forwards. */
class SignInTest {
  private static final Path DEV = Path.of("overlays", "dev");
  private static final Pattern FORWARDED =
      Pattern.compile("port-forward service/(gateway|identity) (\\d+):");

  @Test
  void the_identity_provider_sends_people_back_to_where_the_gateway_is_forwarded()
      throws IOException {
    JsonObject client = client();
    String gateway = "http://localhost:" + forwarded("gateway");

    assertThat(client.getJsonArray("redirectUris")).containsExactly(gateway + "/*");
    assertThat(client.getJsonArray("webOrigins")).containsExactly(gateway);
    assertThat(client.getJsonObject("attributes").getString("post.logout.redirect.uris"))
        .isEqualTo(gateway + "/*");
  }

  @Test
  void the_identity_provider_is_forwarded_to_the_port_in_its_own_name() throws IOException {
    assertThat(Files.readString(DEV.resolve("platform.env")))
        .contains("IDENTITY_ISSUER=http://identity:" + forwarded("identity") + "/realms/");
    assertThat(readme()).contains("127.0.0.1 identity");
  }

  /** The client that the pages say they are. */
  private static JsonObject client() throws IOException {
    String clientId = Settings.bind(new JsonObject(), "GATEWAY", WebSettings::from).clientId();
    JsonArray clients =
        new JsonObject(Files.readString(DEV.resolve("realm.json"))).getJsonArray("clients");
    return clients.stream()
        .map(JsonObject.class::cast)
        .filter(client -> client.getString("clientId").equals(clientId))
        .findFirst()
        .orElseThrow();
  }

  private static String forwarded(String service) throws IOException {
    Matcher forwarded = FORWARDED.matcher(readme());
    while (forwarded.find()) {
      if (forwarded.group(1).equals(service)) return forwarded.group(2);
    }
    throw new AssertionError("the README does not forward " + service);
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}

package insurancecontract.gateway.web;

import insurancecontract.chassis.settings.Settings;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How users sign in at an identity provider.
 *
 * @param clientId the pages' client id there; a public client with PKCE
 * @param scope the requested scope
 * @param connectOrigins further origins of the provider, such as that of its token endpoint
 */
public record WebSettings(String clientId, String scope, List<String> connectOrigins) {
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+");

  /** Reads {@code WEB_*}. */
  public static WebSettings from(Settings settings) {
    return new WebSettings(
        settings.text("WEB_CLIENT_ID", "insurancecontract-web"),
        settings.text("WEB_SCOPE", "openid profile"),
        origins(settings));
  }

  private static List<String> origins(Settings settings) {
    JsonArray list = settings.list("WEB_CONNECT_ORIGINS", new JsonArray());
    List<String> origins = new ArrayList<>();
    for (Object entry : list) {
      if (entry instanceof String origin && ORIGIN.matcher(origin).matches()) {
        origins.add(origin);
      } else {
        settings.fault(
            "WEB_CONNECT_ORIGINS", entry, "a list of origins such as https://id.example");
      }
    }
    return List.copyOf(origins);
  }
}

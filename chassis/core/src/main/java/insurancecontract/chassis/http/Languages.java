package insurancecontract.chassis.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;

/** The languages that people are answered in, chosen by {@code Accept-Language} (RFC 9110). */
public final class Languages {
  /** What is spoken; the first one where a request asks for none of them. */
  public static final List<Locale> ALL = List.of(Locale.ENGLISH, Locale.KOREAN);

  private Languages() {}

  /** The language that the caller prefers among those spoken. */
  public static Locale of(RoutingContext context) {
    return preferred(context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
  }

  static Locale preferred(String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.isBlank()) return ALL.get(0);
    try {
      Locale found = Locale.lookup(LanguageRange.parse(acceptLanguage), ALL);
      return found == null ? ALL.get(0) : found;
    } catch (IllegalArgumentException malformed) {
      return ALL.get(0);
    }
  }
}

package insurancecontract.subscription.adapter.http;

import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.decision.RefusalCode;
import insurancecontract.chassis.http.Languages;
import insurancecontract.chassis.http.Words;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;

/** The texts of problems, in the language of the caller. */
final class ProblemTexts {
  /** A fault of a field, not a problem of its own. */
  static final String STATUS_NOT_SETTABLE = "STATUS_NOT_SETTABLE";

  private static final Words WORDS = Words.beside(ProblemTexts.class);

  private ProblemTexts() {}

  static String of(RoutingContext context, Refusal refusal) {
    return of(context, refusal.code().name(), refusal.arguments());
  }

  static String of(RoutingContext context, RefusalCode code, Map<String, ?> arguments) {
    return of(context, code.name(), arguments);
  }

  static String of(RoutingContext context, String key, Map<String, ?> arguments) {
    Locale language = Languages.of(context);
    context.response().putHeader(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
    return WORDS.of(key, arguments, language);
  }
}

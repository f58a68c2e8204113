package insurancecontract.underwriting.adapter.http;

import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.http.Languages;
import insurancecontract.chassis.http.Words;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** What callers are told besides the desk's own refusals, each in every language. */
enum Phrase {
  /** 403; the argument is the {@code role}. */
  NEEDS_ROLE,
  /** 403: an underwriter's token without an underwriter's id. */
  TOKEN_WITHOUT_DESK,
  /** 403: a customer asks for the underwriters. */
  DESK_HIDDEN,
  /** 403: an underwriter asks for another one's cases. */
  OTHER_DESK_HIDDEN,
  /** 422: the case belongs to another application. */
  OTHER_APPLICATION,
  /** 422: neither of the two status commands. */
  UNKNOWN_STATUS_COMMAND;

  private static final Words WORDS = Words.beside(Phrase.class);

  /** The text in the caller's language. */
  String in(RoutingContext context) {
    return with(Map.of(), context);
  }

  /** The text with its arguments in the caller's language. */
  String with(Map<String, ?> arguments, RoutingContext context) {
    return WORDS.of(name(), arguments, Languages.of(context));
  }

  /** A refusal in the caller's language. */
  static String of(Refusal refusal, RoutingContext context) {
    return WORDS.of(refusal, Languages.of(context));
  }
}

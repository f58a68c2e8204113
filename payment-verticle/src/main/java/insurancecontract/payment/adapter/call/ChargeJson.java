package insurancecontract.payment.adapter.call;

import insurancecontract.chassis.decision.StaleState;
import insurancecontract.chassis.http.Fault;
import insurancecontract.chassis.http.Problem;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.http.Words;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import insurancecontract.contracts.PaymentStatus;
import insurancecontract.payment.application.ChargeAnswer;
import insurancecontract.payment.application.ChargeRefused;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.TooManyCharges;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The payment call's request, reply and failures, the same on the event bus and over HTTP. */
public final class ChargeJson {
  private static final long AMOUNT_MAX = 1_000_000_000_000_000L;
  private static final int CURRENCY_LENGTH = 3;
  private static final Duration SHORTLY = Duration.ofSeconds(1);

  private ChargeJson() {}

  /**
   * Reads a request; unknown fields are ignored.
   *
   * @throws ProblemException 422 naming every fault
   */
  public static Charge read(JsonObject json) {
    List<Fault> faults = new ArrayList<>();
    Charge charge =
        new Charge(
            number(json, "subscriptionId", Long.MAX_VALUE, faults),
            customerId(json, faults),
            number(json, "amount", AMOUNT_MAX, faults),
            currency(json, faults));
    if (!faults.isEmpty()) throw Problems.unprocessable(faults);
    return charge;
  }

  private static long number(JsonObject json, String field, long max, List<Fault> faults) {
    Object value = json.getValue(field);
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number >= 1 && number <= max) return number;
    }
    faults.add(new Fault(field, "must be a whole number from 1 to " + max));
    return 1;
  }

  private static String customerId(JsonObject json, List<Fault> faults) {
    if (json.getValue("customerId") instanceof String id && Caller.isSubject(id)) return id;
    faults.add(
        new Fault(
            "customerId", "must be a text of 1 to " + Caller.SUBJECT_LENGTH_MAX + " characters"));
    return "";
  }

  private static String currency(JsonObject json, List<Fault> faults) {
    if (json.getValue("currency") instanceof String code
        && code.length() == CURRENCY_LENGTH
        && code.chars().noneMatch(Character::isISOControl)) {
      return code;
    }
    faults.add(new Fault("currency", "must be a text of " + CURRENCY_LENGTH + " characters"));
    return "";
  }

  /** The reply. */
  public static Charged reply(ChargeAnswer answer) {
    return new Charged(
        answer.subscriptionId(),
        answer.paymentId(),
        (answer.approved() ? PaymentStatus.APPROVED : PaymentStatus.DECLINED).name(),
        answer.reason());
  }

  /** The problem that a failure means to the caller; a decline is a reply, not a failure. */
  static Problem problem(Throwable failure, Words words, Locale language) {
    if (failure instanceof ChargeRefused refused) {
      return Problems.conflict(
              refused.refusal().code().name(), words.of(refused.refusal(), language))
          .problem();
    }
    if (failure instanceof TooManyCharges) return later("PROVIDER_BUSY", words, language);
    if (failure instanceof ProviderFailed) return later("PROVIDER_FAILED", words, language);
    if (failure instanceof StaleState) return later("PAYMENT_BUSY", words, language);
    return Problems.of(failure);
  }

  private static Problem later(String code, Words words, Locale language) {
    return Problems.unavailable(code, words.of(code, Map.of(), language), SHORTLY).problem();
  }
}

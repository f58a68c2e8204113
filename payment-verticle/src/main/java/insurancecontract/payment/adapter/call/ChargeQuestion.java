package insurancecontract.payment.adapter.call;

import insurancecontract.chassis.http.Fault;
import insurancecontract.chassis.http.Problem;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import insurancecontract.payment.application.ChargeAnswer;
import insurancecontract.payment.application.ChargeRefused;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.StaleState;
import insurancecontract.payment.application.TooManyCharges;
import insurancecontract.payment.domain.PaymentStatus;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The question and its answer as JSON, whichever way they travel. */
public final class ChargeQuestion {
  private static final long AMOUNT_MAX = 1_000_000_000_000_000L;
  private static final int CUSTOMER_ID_LENGTH_MAX = 200;
  private static final Duration SHORTLY = Duration.ofSeconds(1);

  private ChargeQuestion() {}

  /**
   * Reads a question; fields that it does not know are left alone.
   *
   * @throws ProblemException 422 naming every fault
   */
  public static Charge read(JsonObject json) {
    List<Fault> faults = new ArrayList<>();
    Charge charge =
        new Charge(
            number(json, "subscriptionId", Long.MAX_VALUE, faults),
            text(json, "customerId", 1, CUSTOMER_ID_LENGTH_MAX, faults),
            number(json, "amount", AMOUNT_MAX, faults),
            text(json, "currency", 3, 3, faults));
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

  private static String text(JsonObject json, String field, int min, int max, List<Fault> faults) {
    if (json.getValue(field) instanceof String text
        && text.length() >= min
        && text.length() <= max
        && text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    faults.add(
        new Fault(
            field, "must be a text of " + (min == max ? min : min + " to " + max) + " characters"));
    return "";
  }

  /** The answer in the words of the published language. */
  public static Charged charged(ChargeAnswer answer) {
    return new Charged(
        answer.subscriptionId(),
        answer.paymentId(),
        (answer.approved() ? PaymentStatus.APPROVED : PaymentStatus.DECLINED).name(),
        answer.reason());
  }

  /** What the asker is told of a failure; a decline is none. */
  static Problem problem(Throwable failure) {
    if (failure instanceof ChargeRefused refused) {
      return Problems.conflict(refused.reason().name(), refused.getMessage()).problem();
    }
    if (failure instanceof TooManyCharges) {
      return Problems.unavailable(
              "PROVIDER_BUSY", "Too many charges are under way. Nothing was charged.", SHORTLY)
          .problem();
    }
    if (failure instanceof ProviderFailed) {
      return Problems.unavailable(
              "PROVIDER_FAILED",
              "The payment provider gave no answer. Whether it charged is in doubt.",
              SHORTLY)
          .problem();
    }
    if (failure instanceof StaleState) {
      return Problems.unavailable(
              "PAYMENT_BUSY", "Others are changing this payment at this moment.", SHORTLY)
          .problem();
    }
    return Problems.of(failure);
  }
}

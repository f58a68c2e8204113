package insurancecontract.contracts;

/**
 * The one synchronous call: subscription asks payment to charge a first premium.
 *
 * <p>The subscription id is the idempotency key: asking twice charges once and gives the same
 * answer. The same JSON crosses the event bus and HTTP ({@code POST /payments}); the asker shows
 * its own service credential as a bearer token, on the bus in the header {@code Authorization}.
 */
public final class PaymentCall {
  /** The name under which payment is found in service discovery. */
  public static final String SERVICE = Services.PAYMENT;

  /** The event bus address that payment answers at; its record in discovery names it too. */
  public static final String ADDRESS = "payment.charge";

  /** The HTTP resource that payment answers at. */
  public static final String PATH = "/payments";

  private PaymentCall() {}

  /** Please charge {@code amount} smallest units of {@code currency}, at least 1. */
  public record Charge(long subscriptionId, String customerId, long amount, String currency) {}

  /**
   * How it went.
   *
   * @param paymentStatus {@code APPROVED}, or {@code DECLINED} with its reason
   * @param reason why it was declined, else null
   */
  public record Charged(long subscriptionId, long paymentId, String paymentStatus, String reason) {}
}

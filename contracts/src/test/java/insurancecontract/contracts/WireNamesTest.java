package insurancecontract.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every name on the wire, written down once more: a renamed class changes none of them. */
class WireNamesTest {
  @Test
  void every_kind_of_event_has_its_published_name() {
    assertThat(kinds(Event.class))
        .extracting(EventTypes::of)
        .containsExactlyInAnyOrder(
            "SubscriptionCreated",
            "SubscriptionAbandoned",
            "UnderwriterConfirmed",
            "CancelRequested",
            "SubscriptionCancelled",
            "SubscriptionContracted",
            "SubscriptionRefused",
            "WithdrawalRequested",
            "SubscriptionWithdrawn",
            "PaymentApproved",
            "PaymentDeclined",
            "PaymentCancelled",
            "UnderwritingRegistered",
            "UnderwriterAssigned",
            "UnderwritingApproved",
            "UnderwritingRefused",
            "UnderwritingClosed");
  }

  @Test
  void a_name_leads_back_to_its_event() {
    assertThat(kinds(Event.class))
        .allSatisfy(kind -> assertThat(EventTypes.named(EventTypes.of(kind))).contains(kind));
    assertThat(EventTypes.named("SomethingNewer")).isEmpty();
  }

  @Test
  void services_roles_and_topics_have_their_published_names() {
    assertThat(Services.ALL)
        .containsExactly("subscription", "payment", "underwriting", "view", "gateway");
    assertThat(List.of(Roles.CUSTOMER, Roles.UNDERWRITER, Roles.SUPERVISOR, Roles.OPERATOR))
        .containsExactly("customer", "underwriter", "supervisor", "operator");
    assertThat(Topics.ALL)
        .containsExactly("subscription-events", "payment-events", "underwriting-events");
    assertThat(List.of(PaymentCall.SERVICE, PaymentCall.ADDRESS, PaymentCall.PATH))
        .containsExactly("payment", "payment.charge", "/payments");
  }

  @Test
  void statuses_have_their_published_names() {
    assertThat(names(SubscriptionStatus.values()))
        .containsExactly(
            "PENDING_PAYMENT",
            "PAID",
            "UNDERWRITING",
            "CONTRACTED",
            "REFUSED",
            "CANCEL_REQUESTED",
            "CANCELLED",
            "WITHDRAW_REQUESTED",
            "WITHDRAWN",
            "PAYMENT_FAILED");
    assertThat(names(PaymentStatus.values()))
        .containsExactly("REQUESTED", "APPROVED", "DECLINED", "CANCELLING", "CANCELLED", "VOID");
    assertThat(names(UnderwritingStatus.values()))
        .containsExactly("WAITING", "ASSIGNED", "APPROVED", "REFUSED", "CLOSED");
  }

  private static List<String> names(Enum<?>... constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }

  private static List<Class<? extends Event>> kinds(Class<? extends Event> sealed) {
    List<Class<? extends Event>> kinds = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      Class<? extends Event> kind = permitted.asSubclass(Event.class);
      if (kind.isInterface()) kinds.addAll(kinds(kind));
      else kinds.add(kind);
    }
    return kinds;
  }
}

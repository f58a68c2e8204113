package insurancecontract.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditTest {
  private final Audit audit = new Audit();

  @Test
  void nothing_at_all_is_whole() {
    assertThat(audit.whole()).isTrue();
    assertThat(audit.lines()).hasSize(7).allMatch(line -> line.endsWith("checked 0  broken 0"));
  }

  @Test
  void each_invariant_counts_those_that_it_concerns() {
    audit.add(Dossiers.contracted().build());
    audit.add(Dossiers.refused().build());

    assertThat(audit.dossiers()).isEqualTo(2);
    assertThat(audit.checked(Invariant.CONTRACT)).isEqualTo(1);
    assertThat(audit.checked(Invariant.MONEY_BACK)).isEqualTo(1);
    assertThat(audit.checked(Invariant.VIEW)).isEqualTo(2);
    assertThat(audit.whole()).isTrue();
  }

  @Test
  void what_is_broken_is_counted_in_full_and_shown_five_times() {
    for (int i = 0; i < 20; i++) {
      audit.add(Dossiers.failed("APPROVED").ledger(1, 0).build());
    }

    assertThat(audit.whole()).isFalse();
    assertThat(audit.broken(Invariant.FAILED_PAYMENT)).isEqualTo(20);
    assertThat(audit.lines()).filteredOn(line -> line.contains("subscription 7: ")).hasSize(5);
    assertThat(audit.lines())
        .contains("     subscription 7: PAYMENT_FAILED, payment 70 is APPROVED, it has no case");
  }

  @Test
  void refunds_that_wait_for_a_person_are_reported_as_open() {
    audit.add(
        Dossiers.refused()
            .noPayment()
            .payment("CANCELLING", 30_000L, true, false)
            .ledger(1, 0)
            .build());

    assertThat(audit.whole()).isTrue();
    assertThat(audit.satisfied()).isFalse();
    assertThat(audit.open(Invariant.MONEY_BACK)).isEqualTo(1);
    assertThat(audit.broken(Invariant.MONEY_BACK)).isZero();
    assertThat(audit.lines())
        .anyMatch(line -> line.endsWith("checked 1  open 1  broken 0"))
        .contains(
            "     open: subscription 7: REFUSED, but payment 70 is CANCELLING, its refund is"
                + " parked");
    assertThat(audit.lines()).last().asString().startsWith("1 refused refunds wait for a person");
  }

  @Test
  void a_provider_without_a_statement_is_reported() {
    audit.add(Dossiers.contracted().ledgerElsewhere().build());

    assertThat(audit.satisfied()).isTrue();
    assertThat(audit.lines()).last().asString().startsWith("the payment provider has no statement");
  }

  @Test
  void messages_that_wait_for_a_person_are_reported() {
    audit.add(Dossiers.application("CANCEL_REQUESTED").messageParked().build());

    assertThat(audit.whole()).isTrue();
    assertThat(audit.lines())
        .last()
        .asString()
        .startsWith("1 subscriptions have a message that waits for a person");
  }
}

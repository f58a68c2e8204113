package insurancecontract.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadyScreenTest {
  private final String screen = ReadyScreen.text("http://localhost:9090", 11, 21);

  @Test
  void it_begins_with_the_address() {
    assertThat(screen).startsWith("ready: http://localhost:9090\n");
  }

  @Test
  void it_fits_one_screen() {
    assertThat(screen.lines()).hasSizeLessThanOrEqualTo(24).allMatch(line -> line.length() <= 132);
  }

  @Test
  void it_leads_to_each_of_the_four_ends_by_the_ids_that_come_next() {
    assertThat(screen)
        .contains("/underwritings/21/approve")
        .contains("/subscriptions/11/withdraw")
        .contains("/underwritings/22/refuse")
        .contains("/subscriptions/13/cancel")
        .contains("CONTRACTED", "WITHDRAWN", "REFUSED", "CANCELLED");
  }

  @Test
  void it_names_every_demo_user() {
    assertThat(screen).contains("alice", "bob", "uma", "uwe", "sue", "otto");
  }
}

package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.testplatform.TestPlatform;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's tour does what the README says. */
class TourE2E {
  private static final Path README = Path.of("..", "..", "README.md");

  @Test
  void the_tour_of_the_readme_leads_to_every_end() throws IOException {
    try (TestPlatform running = TestPlatform.throwAway()) {
      String address = running.platform().address();
      String script = Shell.block(README, "tour").replace("http://localhost:8080", address);

      String printed = Shell.run(script);

      assertThat(printed)
          .contains("1 is CONTRACTED", "1 is WITHDRAWN", "2 is REFUSED", "3 is CANCELLED")
          .contains("PAYMENT_DECLINED")
          .doesNotContain("never became");
      Audited.isSatisfied(running.platform());
    }
  }
}

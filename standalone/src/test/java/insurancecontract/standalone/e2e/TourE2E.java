package insurancecontract.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.standalone.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's tour does what the README says. */
class TourE2E {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern TOUR = Pattern.compile("```bash\n(# tour\n.*?)```", Pattern.DOTALL);

  @Test
  void the_tour_of_the_readme_leads_to_every_end() throws IOException {
    Matcher tour = TOUR.matcher(Files.readString(README));
    assertThat(tour.find()).isTrue();
    try (Platform platform =
        Platform.start(new Platform.Options(Optional.empty(), 0, Optional.empty(), true))) {
      String script = tour.group(1).replace("http://localhost:8080", platform.address());

      String printed = run(script);

      assertThat(printed)
          .contains("1 is CONTRACTED", "1 is WITHDRAWN", "2 is REFUSED", "3 is CANCELLED")
          .contains("PAYMENT_DECLINED")
          .doesNotContain("never became");
      Audited.isSatisfied(platform);
    }
  }

  private static String run(String script) throws IOException {
    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

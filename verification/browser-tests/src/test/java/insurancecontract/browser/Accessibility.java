package insurancecontract.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The rules of WCAG 2.2 AA that a machine can judge, by axe. */
final class Accessibility {
  private static final String AXE = axe();

  private static final String VIOLATIONS =
      """
      async () => {
        const result = await axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          resultTypes: ['violations'],
        });
        return result.violations.flatMap(({ id, help, nodes }) =>
          nodes.map(({ target, failureSummary }) =>
            `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`));
      }
      """;

  private Accessibility() {}

  /** What of the page, as it is now, breaks a rule: one line for each place. */
  static List<?> violations(Page page) {
    // By the inspector, which the page's content security policy does not hold up.
    if (page.evaluate("typeof axe").equals("undefined")) page.evaluate(AXE);
    return (List<?>) page.evaluate(VIOLATIONS);
  }

  private static String axe() {
    try (InputStream script = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

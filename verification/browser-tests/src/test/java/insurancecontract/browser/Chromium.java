package insurancecontract.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The installed Chromium, started once for all tests. */
final class Chromium implements AutoCloseable {
  /** What to do where there is none. */
  static final String MISSING =
      "the browser tests need Chromium: apt-get install chromium fonts-noto-cjk (Debian),"
          + " or name a Chromium or Chrome in the environment variable CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Path ON_A_MAC =
      Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  /** Neither a sandbox, which a container has no room for, nor calls to anyone outside. */
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Where it is installed. */
  static Optional<Path> installed() {
    String chosen = System.getenv("CHROMIUM");
    if (chosen != null) return Optional.of(Path.of(chosen));
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))),
            Stream.of(ON_A_MAC))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start() {
    Path executable = installed().orElseThrow(() -> new IllegalStateException(MISSING));
    PlaywrightAssertions.setDefaultAssertionTimeout(Person.PATIENCE_MS);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(FLAGS));
    return new Chromium(playwright, browser);
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close();
  }
}

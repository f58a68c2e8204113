package insurancecontract.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/** How a browser is set up: language, colours and size of its window. */
record Look(String locale, ColorScheme colours, int width, int height) {
  static final Look DESKTOP = new Look("en-GB", ColorScheme.LIGHT, 1280, 800);
  static final Look PHONE = new Look("ko-KR", ColorScheme.DARK, 360, 740);

  Browser.NewContextOptions options() {
    return new Browser.NewContextOptions()
        .setLocale(locale)
        .setColorScheme(colours)
        .setViewportSize(width, height);
  }

  /** Such as {@code ko-dark-360}. */
  @Override
  public String toString() {
    return locale.substring(0, 2) + "-" + colours.name().toLowerCase(Locale.ROOT) + "-" + width;
  }
}

package insurancecontract.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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

  String language() {
    return locale.substring(0, 2);
  }

  /** In a window of this size. */
  List<Look> inAllLanguagesAndColours() {
    return Stream.of("en-GB", "ko-KR")
        .flatMap(
            each ->
                Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                    .map(scheme -> new Look(each, scheme, width, height)))
        .toList();
  }

  /** Such as {@code ko-dark-360}. */
  @Override
  public String toString() {
    return language() + "-" + colours.name().toLowerCase(Locale.ROOT) + "-" + width;
  }
}

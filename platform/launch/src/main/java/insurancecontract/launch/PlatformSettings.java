package insurancecontract.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import insurancecontract.chassis.settings.KnownSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The settings of all services together: they may stand in one file, so each service has to know
 * the keys of the others, too.
 */
public final class PlatformSettings {
  /** Every key that any part of the platform reads. */
  public static final KnownSettings KNOWN = new KnownSettings(keys(), scopes());

  private PlatformSettings() {}

  private static List<String> keys() {
    try (InputStream file = PlatformSettings.class.getResourceAsStream("settings.txt")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> scopes() {
    return Stream.concat(Services.ALL.stream(), Stream.of("process", "standalone"))
        .map(scope -> scope.toUpperCase(Locale.ROOT))
        .toList();
  }
}

package insurancecontract.endtoend.documents;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.payment.domain.RefusalReason;
import insurancecontract.subscription.domain.PaymentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages have words for every problem and every reason that the code can give. */
class PageTextsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final String WEB = "gateway-verticle/src/main/resources/web";

  private static final Pattern ANSWERED =
      Pattern.compile(
          "(?:badRequest|conflict|unavailable|unprocessable|later|[pP]roblem)"
              + "\\(\\s*(?:\\d+,\\s*)?\"([A-Z_]+)\"|String AWAY = \"([A-Z_]+)\"");
  private static final Pattern FOUND_BY_THE_PAGE =
      Pattern.compile("code: '([A-Z_]+)'|\\? '([A-Z_]{2,})' :");
  private static final Pattern REASON = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"");

  private static final Pattern PARKED_REASON =
      Pattern.compile("RefundRefused\\([^;]*\"([A-Z_]+)\"");
  private static final Pattern PARKED_KIND =
      Pattern.compile("(?:String KIND|public static final String PARKED) = \"([a-z]+)\"");

  /** How payment answers the service that charges; clients never do that. */
  private static final Set<String> BETWEEN_SERVICES =
      Set.of("AMOUNT_DIFFERS", "PAYMENT_BUSY", "PROVIDER_BUSY", "PROVIDER_FAILED");

  private static final Pattern NAMED = Pattern.compile("\\b([A-Z]+(?:_[A-Z]+)*)\\b");

  /** A problem's text says what happened and what to do next. */
  private static final Pattern PROBLEM_TEXT =
      Pattern.compile(
          "^ {4}([A-Z_]+): \\{\\s*title: '[^']+',\\s*next:\\s*'[^']+',?\\s*}", Pattern.MULTILINE);

  private static final Pattern TEXT =
      Pattern.compile("^ {4}([A-Za-z_]+): '[^']+'", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(strings = {"en", "ko"})
  void every_problem_is_explained_and_none_that_does_not_exist(String language) throws IOException {
    assertThat(texts(language, "problems", PROBLEM_TEXT)).isEqualTo(problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ko"})
  void every_reason_of_a_payment_is_explained_and_none_that_does_not_exist(String language)
      throws IOException {
    assertThat(texts(language, "paymentReasons", TEXT)).isEqualTo(paymentReasons());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ko"})
  void every_kind_of_what_is_parked_and_every_code_it_is_parked_with_is_explained(String language)
      throws IOException {
    assertThat(texts(language, "parkedReasons", TEXT)).isEqualTo(inServices(PARKED_REASON));
    assertThat(texts(language, "parkedKinds", TEXT)).isEqualTo(inServices(PARKED_KIND));
  }

  @Test
  void every_problem_that_a_client_can_meet_is_named_in_the_description_of_the_api()
      throws IOException {
    Set<String> codes = answered();
    codes.removeAll(BETWEEN_SERVICES);
    assertThat(matches(Files.readString(ROOT.resolve("docs/openapi.yaml")), NAMED))
        .containsAll(codes);
  }

  private static Set<String> problems() throws IOException {
    Set<String> codes = answered();
    codes.addAll(found(ROOT.resolve(WEB), ".js", FOUND_BY_THE_PAGE));
    return codes;
  }

  private static Set<String> answered() throws IOException {
    Set<String> codes = inServices(ANSWERED);
    addNames(codes, insurancecontract.subscription.domain.Reason.values());
    addNames(codes, insurancecontract.subscription.adapter.http.ProblemCode.values());
    addNames(codes, insurancecontract.underwriting.domain.Reason.values());
    addNames(codes, RefusalReason.values());
    // Not told apart from what is somebody else's: both are NOT_FOUND.
    codes.remove("UNKNOWN_SUBSCRIPTION");
    codes.remove("CASE_NOT_FOUND");
    return codes;
  }

  /** What the payment service itself gives as a reason; a real provider may have others. */
  private static Set<String> paymentReasons() throws IOException {
    Path adapters =
        ROOT.resolve("payment-verticle/src/main/java/insurancecontract/payment/adapter");
    Set<String> reasons = found(adapters.resolve("provider"), "Provider.java", REASON);
    reasons.addAll(found(adapters.resolve("kafka"), "Listener.java", REASON));
    addNames(reasons, PaymentFailure.values());
    return reasons;
  }

  private static void addNames(Set<String> names, Enum<?>[] values) {
    Stream.of(values).map(Enum::name).forEach(names::add);
  }

  private static Set<String> inServices(Pattern pattern) throws IOException {
    Set<String> words = new TreeSet<>();
    for (Path folder : services()) {
      words.addAll(found(folder.resolve("src/main/java"), ".java", pattern));
    }
    return words;
  }

  /** The services, and the parts of the chassis, which answer for all of them. */
  private static Iterable<Path> services() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT);
        Stream<Path> chassis = Files.list(ROOT.resolve("chassis"))) {
      return Stream.concat(
              folders.filter(folder -> folder.toString().endsWith("-verticle")), chassis)
          .toList();
    }
  }

  private static Set<String> found(Path folder, String ending, Pattern pattern) throws IOException {
    Set<String> words = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(ending)).toList()) {
        words.addAll(matches(Files.readString(file), pattern));
      }
    }
    return words;
  }

  private static Set<String> texts(String language, String group, Pattern pattern)
      throws IOException {
    String all = Files.readString(ROOT.resolve(WEB).resolve("texts/" + language + ".js"));
    int from = all.indexOf("\n  " + group + ": {\n");
    assertThat(from).as("the texts %s", group).isNotNegative();
    return matches(all.substring(from, all.indexOf("\n  },", from)), pattern);
  }

  private static Set<String> matches(String text, Pattern pattern) {
    Set<String> words = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      words.add(
          matcher.groupCount() > 1 && matcher.group(1) == null
              ? matcher.group(2)
              : matcher.group(1));
    }
    return words;
  }
}

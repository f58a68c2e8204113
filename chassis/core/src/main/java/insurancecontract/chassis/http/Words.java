package insurancecontract.chassis.http;

import insurancecontract.chassis.decision.Refusal;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of an API, one table for each {@link Languages#ALL language}: files {@code
 * words_en.properties} and {@code words_ko.properties} in UTF-8 beside the API's classes. A text
 * names its arguments as {@code {name}}; a table may have a word of its own for a value, such as
 * {@code decision.APPROVED}.
 */
public final class Words {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private final Class<?> owner;

  private Words(Class<?> owner) {
    this.owner = owner;
  }

  /** The tables in the package of this class. */
  public static Words beside(Class<?> owner) {
    return new Words(owner);
  }

  /** The text for a refusal. */
  public String of(Refusal refusal, Locale language) {
    return of(refusal.code().name(), refusal.arguments(), language);
  }

  /**
   * The text for a code.
   *
   * @throws java.util.MissingResourceException when the table has none
   */
  public String of(String code, Map<String, ?> arguments, Locale language) {
    ResourceBundle table = table(language);
    return PLACEHOLDER
        .matcher(table.getString(code))
        .replaceAll(name -> Matcher.quoteReplacement(argument(name.group(1), arguments, table)));
  }

  private static String argument(String name, Map<String, ?> arguments, ResourceBundle table) {
    Object value = arguments.get(name);
    if (value == null) throw new IllegalArgumentException("no value for {" + name + "}");
    String word = name + "." + value;
    return table.containsKey(word) ? table.getString(word) : value.toString();
  }

  /** Exactly the language asked for: the computer's own must not slip in. */
  private ResourceBundle table(Locale language) {
    return ResourceBundle.getBundle(
        owner.getPackageName() + ".words",
        language,
        owner.getClassLoader(),
        Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
  }
}

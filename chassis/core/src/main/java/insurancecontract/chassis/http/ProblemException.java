package insurancecontract.chassis.http;

import java.util.Locale;
import java.util.function.Function;

/** A failure that is answered with its problem. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Function<Locale, Problem> byLanguage;

  /** Answers with {@code problem}. */
  public ProblemException(Problem problem) {
    this(language -> problem);
  }

  /** Answers in the caller's language, where that is not known yet. */
  ProblemException(Function<Locale, Problem> byLanguage) {
    super(text(byLanguage.apply(Languages.ALL.get(0))), null, false, false);
    this.byLanguage = byLanguage;
  }

  private static String text(Problem problem) {
    return problem.code() + ": " + problem.detail();
  }

  /** The answer in the first of the {@link Languages}. */
  public Problem problem() {
    return problem(Languages.ALL.get(0));
  }

  /** The answer in this language. */
  Problem problem(Locale language) {
    return byLanguage.apply(language);
  }
}

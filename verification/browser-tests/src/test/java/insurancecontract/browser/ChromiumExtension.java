package insurancecontract.browser;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Hands out the one {@link Stage} of this JVM, and clears it after each test. Where there is no
 * Chromium it says so and passes over the tests; in continuous integration they fail.
 */
final class ChromiumExtension
    implements ExecutionCondition,
        ParameterResolver,
        AfterEachCallback,
        TestExecutionExceptionHandler {
  private static final Namespace OURS = Namespace.create(ChromiumExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Chromium.installed().isPresent()) return ConditionEvaluationResult.enabled("it is there");
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      return ConditionEvaluationResult.enabled("to fail");
    }
    System.err.println("SKIPPED " + context.getDisplayName() + ": " + Chromium.MISSING);
    return ConditionEvaluationResult.disabled(Chromium.MISSING);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stage.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return stage(context);
  }

  /** Started with the first test, closed after the last. */
  private static Stage stage(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .getOrComputeIfAbsent(Stage.class, key -> new Stage(), Stage.class);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    stage(context).keepPicturesOf(context.getRequiredTestMethod().getName());
    throw failure;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stage(context).clear(context.getExecutionException().isEmpty());
  }
}

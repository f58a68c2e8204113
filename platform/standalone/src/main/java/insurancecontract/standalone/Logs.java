package insurancecontract.standalone;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The log file of a platform; what a person should see also goes to the terminal. */
final class Logs {
  private static final String PATTERN = "%d{ISO8601} %-5level [%thread] %logger{36} - %msg %kvp%n";
  private static final String FILE_MAX = "20MB";
  private static final String TOTAL_MAX = "200MB";
  private static final int DAYS_MAX = 30;

  /** Those that do not hand on to the root what they are told. */
  private static final List<String> APART =
      List.of(Logger.ROOT_LOGGER_NAME, "org.apache.kafka", "kafka");

  private Logs() {}

  /** From now on everything is also written there; old files are removed after a while. */
  static Path writeTo(Path directory) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Path file = directory.resolve("platform.log");
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder(context));
    appender.setRollingPolicy(policy(context, directory, appender));
    appender.start();
    APART.forEach(name -> context.getLogger(name).addAppender(appender));
    return file;
  }

  private static PatternLayoutEncoder encoder(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private static SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy(
      LoggerContext context, Path directory, RollingFileAppender<ILoggingEvent> appender) {
    var policy = new SizeAndTimeBasedRollingPolicy<ILoggingEvent>();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(directory.resolve("platform.%d{yyyy-MM-dd}.%i.log.gz").toString());
    policy.setMaxFileSize(FileSize.valueOf(FILE_MAX));
    policy.setTotalSizeCap(FileSize.valueOf(TOTAL_MAX));
    policy.setMaxHistory(DAYS_MAX);
    policy.start();
    return policy;
  }
}

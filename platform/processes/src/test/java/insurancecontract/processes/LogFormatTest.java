package insurancecontract.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  @Test
  void as_json_each_line_is_an_object_with_what_is_known_as_fields_of_their_own() throws Exception {
    JsonObject line = new JsonObject(logged("json"));

    assertThat(line.getString("message")).isEqualTo("request");
    assertThat(line.getString("correlationId")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(line.getInteger("status")).isEqualTo(201);
    assertThat(line.getString("level")).isEqualTo("INFO");
    assertThat(line.getString("@timestamp")).endsWith("Z");
    assertThat(line.getString("logger_name")).isEqualTo("insurancecontract.access");
    assertThat(line.getString("stack_trace")).contains("IllegalStateException: torn");
  }

  @Test
  void as_text_it_is_for_people() throws Exception {
    assertThat(logged(null))
        .contains("INFO  [main] insurancecontract.access - request")
        .contains("correlationId=\"4bf92f3577b34da6a3ce929d0e0e4736\"");
  }

  private static String logged(String format) throws JoranException {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    if (format != null) context.putProperty("LOG_FORMAT", format);
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    var printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      configurator.doConfigure(LogFormatTest.class.getResource("logback.xml"));
      context
          .getLogger("insurancecontract.access")
          .atInfo()
          .addKeyValue("correlationId", "4bf92f3577b34da6a3ce929d0e0e4736")
          .addKeyValue("status", 201)
          .setCause(new IllegalStateException("torn"))
          .log("request");
    } finally {
      System.setOut(before);
      context.stop();
    }
    return printed.toString(UTF_8);
  }
}

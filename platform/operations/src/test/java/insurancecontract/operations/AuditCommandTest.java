package insurancecontract.operations;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.StartFailure;
import insurancecontract.commandline.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  private static final int NOT_AUDITED = 2;

  private final List<String> started = new ArrayList<>();
  private final AuditCommand command =
      new AuditCommand(
          (data, config, progress) -> {
            started.add(data + " with " + config.map(Path::toString).orElse("no settings"));
            throw new StartFailure("only a test");
          });

  @TempDir private Path data;

  @Test
  void data_at_rest_are_started_with_the_settings_that_are_named() throws IOException {
    Files.createFile(data.resolve("secrets.json"));

    assertThat(run("--data", data.toString())).isEqualTo(NOT_AUDITED);
    assertThat(run("--data=" + data, "--config", "my.yaml")).isEqualTo(NOT_AUDITED);

    assertThat(started).containsExactly(data + " with no settings", data + " with my.yaml");
  }

  @Test
  void a_directory_without_data_is_not_started() {
    assertThat(run("--data", data.toString())).isEqualTo(NOT_AUDITED);

    assertThat(started).isEmpty();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void it_waits_for_a_minute_unless_the_arguments_say_otherwise() {
    assertThat(run("--data", data.toString())).isEqualTo(NOT_AUDITED);
    assertThat(command.patience()).isEqualTo(Duration.ofSeconds(60));

    assertThat(run("--data", data.toString(), "--wait", "5")).isEqualTo(NOT_AUDITED);
    assertThat(command.patience()).isEqualTo(Duration.ofSeconds(5));
  }

  private int run(String... arguments) {
    return CommandLines.of(command).execute(arguments);
  }
}

package insurancecontract.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.StartFailure;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  @Test
  void too_few_open_files_are_refused_with_the_command_that_helps() {
    OpenFiles.requireEnough(1_024);
    assertThatThrownBy(() -> OpenFiles.requireEnough(256))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("256 files")
        .hasMessageContaining("ulimit -n 1024");
  }
}

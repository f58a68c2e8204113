package insurancecontract.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessTableTest {
  @Test
  void a_program_may_have_blanks_and_brackets_in_its_name() {
    String stat = "42 (a (b) c) S 1 42 42 0 -1 4194304 9 9 0 0 150 50 25 75 20 0 1 0 12345";
    assertThat(ProcessTable.cpuSeconds(stat)).isEqualTo(3.0);
  }

  @Test
  void this_process_has_used_something() {
    long own = ProcessHandle.current().pid();
    assertThat(ProcessTable.used(own).cpuSeconds()).isPositive();
    assertThat(ProcessTable.memory(own)).isPositive();
  }

  @Test
  void a_process_that_is_gone_has_used_nothing() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    assertThat(ProcessTable.used(process.pid())).isEqualTo(Usage.NONE);
  }
}

package insurancecontract.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1024, 170", "4096, 1024", "20000, 6325", "1048576, 349184"})
  void the_limit_of_open_files_allows_this_many_connections(long files, int connections) {
    assertThat(Descriptors.connectionsMax(files)).isEqualTo(connections);
  }
}

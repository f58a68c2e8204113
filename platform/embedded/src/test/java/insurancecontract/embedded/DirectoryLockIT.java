package insurancecontract.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockIT {
  @TempDir private Path directory;

  @Test
  void what_is_given_back_can_be_taken_again() {
    DirectoryLock.take(directory).close();
    DirectoryLock.take(directory).close();
  }

  @Test
  void another_process_does_not_get_it_even_after_a_second_try_in_this_one() throws Exception {
    try (var held = DirectoryLock.take(directory)) {
      assertThat(held).isNotNull();
      assertThat(DirectoryLock.tryTake(directory)).isEmpty();

      Process other = ChildJvm.start(Other.class, directory);
      assertThat(ChildJvm.awaitLine(other, "taken ")).isEqualTo("false");
    }
  }

  /** Another process that tries to take the directory, too. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) {
      ChildJvm.say("taken " + DirectoryLock.tryTake(Path.of(arguments[0])).isPresent());
    }
  }
}

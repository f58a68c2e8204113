package insurancecontract.chassis.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CourseTest {
  /** Adds what it is told to add; nothing is refused. */
  private static final Decider<Integer, Integer, Integer> SUM =
      new Decider<>() {
        @Override
        public Decision<Integer> decide(Integer now, Integer command) {
          return command == 0 ? Decision.unchanged() : Decision.accepted(command);
        }

        @Override
        public Integer evolve(Integer now, Integer event) {
          return now + event;
        }
      };

  private final Course<Integer, Integer, Integer> course = new Course<>(SUM, 1);

  @Test
  void it_stands_where_the_commands_so_far_led() {
    assertThat(course.now()).isEqualTo(1);

    Handled<Integer, Integer> handled = course.decide(new Traced<>(2, "trace"));

    assertThat(handled.after()).isEqualTo(3);
    assertThat(course.now()).isEqualTo(3);
    assertThat(course.change().before()).isEqualTo(1);
  }

  @Test
  void a_no_op_leaves_it_where_it_is() {
    assertThat(course.decide(new Traced<>(0, null)).after()).isEqualTo(1);
    assertThat(course.hasChanged()).isFalse();
  }
}

package insurancecontract.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {
  /** A batch that was begun, and the promise that ends it. */
  private record Begun(List<Integer> items, Promise<List<String>> end) {}

  private final List<Begun> begun = new ArrayList<>();

  @Test
  void alone_an_item_waits_for_nobody() {
    Batcher<Integer, String> batcher = batcher(10, 1, 10);
    Future<String> answer = batcher.submit(1);
    assertThat(items()).containsExactly(List.of(1));

    finish(0);
    assertThat(answer.result()).isEqualTo("answer 1");
  }

  @Test
  void what_arrives_while_a_batch_is_under_way_goes_together_and_in_order() {
    Batcher<Integer, String> batcher = batcher(3, 1, 10);
    List<Future<String>> answers = submit(batcher, 6);
    assertThat(batcher.queued()).isEqualTo(5);
    finish(0);
    finish(1);
    finish(2);

    assertThat(items()).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5, 6));
    assertThat(answers).extracting(Future::result).containsExactlyElementsOf(answersTo(6));
    assertThat(batcher.queued()).isZero();
  }

  @Test
  void no_more_batches_are_under_way_than_allowed() {
    Batcher<Integer, String> batcher = batcher(10, 2, 10);
    List<Future<String>> answers = submit(batcher, 4);
    assertThat(items()).containsExactly(List.of(1), List.of(2));

    finish(1);
    assertThat(answers).extracting(Future::isComplete).containsExactly(false, true, false, false);
    assertThat(items()).containsExactly(List.of(1), List.of(2), List.of(3, 4));
  }

  @Test
  void one_item_too_many_is_refused_at_once_and_the_others_are_not() {
    Batcher<Integer, String> batcher = batcher(10, 1, 2);
    List<Future<String>> answers = submit(batcher, 4);

    assertThat(answers.get(3).cause()).isInstanceOf(Overloaded.class);
    finish(0);
    finish(1);
    assertThat(answers.subList(0, 3)).allMatch(Future::succeeded);
  }

  @Test
  void a_bad_item_fails_alone() {
    Batcher<Integer, String> batcher = batcher(10, 1, 10);
    List<Future<String>> answers = submit(batcher, 4);
    finish(0);
    begun.get(1).end().fail(new IllegalArgumentException("3 is bad"));
    finish(2);
    begun.get(3).end().fail(new IllegalArgumentException("3 is bad"));
    finish(4);

    assertThat(items().subList(1, 5))
        .containsExactly(List.of(2, 3, 4), List.of(2), List.of(3), List.of(4));
    assertThat(answers).extracting(Future::succeeded).containsExactly(true, true, false, true);
    assertThat(answers.get(2).cause()).hasMessage("3 is bad");
  }

  @Test
  void a_failure_that_hits_all_alike_is_not_tried_again_for_each() {
    Batcher<Integer, String> batcher = batcher(10, 1, 10);
    List<Future<String>> answers = submit(batcher, 3);
    finish(0);
    begun.get(1).end().fail(new Overloaded("database"));

    assertThat(begun).hasSize(2);
    assertThat(answers.subList(1, 3)).allMatch(answer -> answer.cause() instanceof Overloaded);
  }

  @Test
  void work_that_throws_fails_its_items_and_the_next_batch_goes_on() {
    var batcher =
        new Batcher<Integer, String>(
            "test",
            new Batcher.Limits(1, 1, 10),
            failure -> false,
            items -> {
              if (items.contains(1)) throw new AssertionError("broken");
              return Future.succeededFuture(List.of("fine"));
            });
    assertThat(batcher.submit(1).cause()).hasMessage("broken");
    assertThat(batcher.submit(2).result()).isEqualTo("fine");
  }

  @Test
  void work_that_is_done_is_not_done_again_because_it_answered_too_little() {
    Batcher<Integer, String> batcher = batcher(10, 1, 10);
    List<Future<String>> answers = submit(batcher, 3);
    finish(0);
    begun.get(1).end().complete(List.of("only one"));

    assertThat(begun).hasSize(2);
    assertThat(answers.subList(1, 3))
        .allMatch(answer -> answer.cause() instanceof IllegalStateException);
  }

  @Test
  void work_that_is_done_is_not_done_again_because_an_answer_was_badly_taken() {
    Batcher<Integer, String> batcher = batcher(10, 1, 10);
    Future<String> first = batcher.submit(1);
    batcher
        .submit(2)
        .onSuccess(
            answer -> {
              throw new IllegalStateException("this caller is broken");
            });
    Future<String> other = batcher.submit(3);
    finish(0);
    finish(1);

    assertThat(begun).hasSize(2);
    assertThat(first.result()).isEqualTo("answer 1");
    assertThat(other.result()).isEqualTo("answer 3");
    assertThat(batcher.submit(4).isComplete()).isFalse();
    assertThat(begun).hasSize(3);
  }

  private Batcher<Integer, String> batcher(int batchMax, int inFlightMax, int queueMax) {
    return new Batcher<>(
        "test",
        new Batcher.Limits(batchMax, inFlightMax, queueMax),
        Overloaded.class::isInstance,
        items -> {
          Promise<List<String>> end = Promise.promise();
          begun.add(new Begun(items, end));
          return end.future();
        });
  }

  private static List<Future<String>> submit(Batcher<Integer, String> batcher, int items) {
    return IntStream.rangeClosed(1, items).mapToObj(batcher::submit).toList();
  }

  private List<List<Integer>> items() {
    return begun.stream().map(Begun::items).toList();
  }

  private void finish(int batch) {
    Begun under = begun.get(batch);
    under.end().complete(under.items().stream().map(item -> "answer " + item).toList());
  }

  private static List<String> answersTo(int items) {
    return IntStream.rangeClosed(1, items).mapToObj(item -> "answer " + item).toList();
  }
}

package insurancecontract.subscription.adapter.kafka;

import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.subscription.domain.SubscriptionCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Facts as commands, in their order, each with its trace; facts of no concern are left out. */
final class Commands {
  private Commands() {}

  static List<Traced<SubscriptionCommand>> of(
      List<InboundEvent> batch, Function<InboundEvent, Optional<SubscriptionCommand>> command) {
    return batch.stream().flatMap(event -> traced(event, command.apply(event))).toList();
  }

  private static Stream<Traced<SubscriptionCommand>> traced(
      InboundEvent event, Optional<SubscriptionCommand> command) {
    return command.stream().map(it -> new Traced<>(it, event.traceparent()));
  }
}

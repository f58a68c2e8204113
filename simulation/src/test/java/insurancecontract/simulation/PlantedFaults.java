package insurancecontract.simulation;

import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.simulation.events.Broker;
import insurancecontract.simulation.events.Consumer;
import insurancecontract.simulation.events.Relay;
import insurancecontract.simulation.events.Relays;
import insurancecontract.simulation.money.Ledger;
import insurancecontract.simulation.money.SimulatedProvider;
import insurancecontract.simulation.store.Database;
import insurancecontract.simulation.world.Replica;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Parts that do not keep their promise, by what is wrong with them. */
final class PlantedFaults {
  private static final Map<String, Seams> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("an unpaid application is never given up", new NoSweeper());
    BY_NAME.put("what a crash left behind is never taken up", new NoResuming());
    BY_NAME.put("the relay skips a late commit", new SkippingRelay());
    BY_NAME.put("the offset moves before the commit", new HastyConsumer());
    BY_NAME.put("a charge is not idempotent", new ForgetfulOfCharges());
    BY_NAME.put("a refund is not idempotent", new ForgetfulOfRefunds());
  }

  private PlantedFaults() {}

  static Set<String> names() {
    return BY_NAME.keySet();
  }

  static Seams named(String name) {
    return BY_NAME.get(name);
  }

  private static final class NoSweeper extends Seams {
    @Override
    protected boolean sweeps() {
      return false;
    }
  }

  private static final class NoResuming extends Seams {
    @Override
    protected boolean resumes() {
      return false;
    }
  }

  private static final class SkippingRelay extends Seams {
    @Override
    protected Relay relay(Replica process, Database database, Broker broker, Relays relays) {
      return new Relay(process, database, broker, relays) {
        private long highest;

        @Override
        protected Map<Long, OutboxMessage> unpublished() {
          return database.outbox().tailMap(highest, false);
        }

        @Override
        protected void acknowledged(Map<Long, OutboxMessage> rows) {
          super.acknowledged(rows);
          rows.keySet().forEach(id -> highest = Math.max(highest, id));
        }
      };
    }
  }

  private static final class HastyConsumer extends Seams {
    @Override
    protected Consumer consumer(
        Replica process, Broker broker, Map<String, EventHandler> handlers) {
      return new Consumer(process, broker, handlers) {
        @Override
        protected void polled(List<ConsumerRecord<String, byte[]>> records) {
          super.polled(records);
          Map<TopicPartition, Long> offsets = new HashMap<>();
          records.forEach(
              record ->
                  offsets.put(
                      new TopicPartition(record.topic(), record.partition()), record.offset() + 1));
          move(offsets);
        }
      };
    }
  }

  private static final class ForgetfulOfCharges extends Seams {
    @Override
    protected PaymentProvider provider(Replica process, Ledger ledger) {
      return new SimulatedProvider(process, ledger) {
        @Override
        protected boolean isCharged(Ledger.Entry books) {
          return false;
        }
      };
    }
  }

  private static final class ForgetfulOfRefunds extends Seams {
    @Override
    protected PaymentProvider provider(Replica process, Ledger ledger) {
      return new SimulatedProvider(process, ledger) {
        @Override
        protected boolean isRefunded(Ledger.Entry books) {
          return false;
        }
      };
    }
  }
}

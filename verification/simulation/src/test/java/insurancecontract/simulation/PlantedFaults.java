package insurancecontract.simulation;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.chassis.decision.Change;
import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.kafka.DeadLetter;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.kafka.LanePorts;
import insurancecontract.chassis.kafka.PollerMachine;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Deliver;
import insurancecontract.chassis.kafka.PollerMachine.Input.Applied;
import insurancecontract.chassis.outbox.EventPublisher;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.chassis.outbox.OutboxRow;
import insurancecontract.chassis.outbox.OutboxStore;
import insurancecontract.chassis.outbox.RelaySettings;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Tombstone;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.simulation.events.Broker;
import insurancecontract.simulation.events.Consumer;
import insurancecontract.simulation.money.Ledger;
import insurancecontract.simulation.money.SimulatedProvider;
import insurancecontract.simulation.store.Database;
import insurancecontract.simulation.store.Transaction;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.Service;
import insurancecontract.simulation.world.Timeline;
import insurancecontract.simulation.world.World;
import insurancecontract.subscription.application.Opened;
import insurancecontract.subscription.application.Opening;
import insurancecontract.subscription.application.RequestKey;
import insurancecontract.subscription.application.SubscriptionQuery;
import insurancecontract.subscription.application.SubscriptionRepository;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionEvent.CancelRequested;
import insurancecontract.subscription.domain.SubscriptionState;
import insurancecontract.underwriting.application.CaseQuery;
import insurancecontract.underwriting.application.UnderwritingRepository;
import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.DeskChanges;
import insurancecontract.underwriting.domain.DeskState;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Faulty parts, by what is wrong with them. */
final class PlantedFaults {
  private static final long MID_RUN_MICROS = 3_000_000;
  private static final Map<String, Seams> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("an unpaid application is never abandoned", new NoSweeper());
    BY_NAME.put("work interrupted by a crash is never resumed", new NoResuming());
    BY_NAME.put("the relay skips a late commit", new SkippingRelay());
    BY_NAME.put("the relay deletes before the broker has stored", new HastyRelay());
    BY_NAME.put("the offset moves before the commit", new HastyConsumer());
    BY_NAME.put("failed events count as applied", new CarelessLane());
    BY_NAME.put("a charge is not idempotent", new ForgetfulOfCharges());
    BY_NAME.put("a refund is not idempotent", new ForgetfulOfRefunds());
    BY_NAME.put("an event is written outside the transaction", new OutboxApart());
    BY_NAME.put("a wake-up is lost and the relay never polls", new SleepyRelay());
    BY_NAME.put("an abandoned payment leaves no tombstone", new NoTombstone());
    BY_NAME.put("an application gets a second case", new ForgetfulDesk());
    BY_NAME.put("a cancellation is accepted after the assignment", new LateCancellation());
    BY_NAME.put("a paid application is abandoned", new SweeperByOldLists());
    BY_NAME.put("a decision is made on a stale version", new Remembering());
    BY_NAME.put("an operation fails with a bug", new NullPointers());
  }

  private PlantedFaults() {}

  /** Throws this in the middle of every run. */
  static Seams throwing(Supplier<RuntimeException> exception) {
    return new Seams() {
      @Override
      protected Database database(World world, Service service) {
        world.timeline().after(MID_RUN_MICROS, () -> fail(exception.get()));
        return super.database(world, service);
      }
    };
  }

  private static void fail(RuntimeException exception) {
    throw exception;
  }

  /** Loops for ever without advancing the clock. */
  static Seams endless() {
    return new Seams() {
      @Override
      protected Database database(World world, Service service) {
        again(world.timeline());
        return super.database(world, service);
      }

      private void again(Timeline timeline) {
        timeline.after(0, () -> again(timeline));
      }
    };
  }

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
    protected OutboxStore outbox(OutboxStore stored) {
      return new DelegatingOutbox(stored) {
        private long highest;

        @Override
        public Future<List<OutboxRow>> read(int limit) {
          return super.read(Integer.MAX_VALUE)
              .map(rows -> rows.stream().filter(row -> row.id() > highest).limit(limit).toList());
        }

        @Override
        public Future<Void> delete(List<OutboxRow> rows) {
          return super.delete(rows)
              .onSuccess(deleted -> rows.forEach(row -> highest = Math.max(highest, row.id())));
        }
      };
    }
  }

  private static final class HastyRelay extends Seams {
    @Override
    protected EventPublisher publisher(EventPublisher publisher) {
      return new EventPublisher() {
        @Override
        public Future<Void> publish(List<OutboxMessage> messages) {
          Future<Void> unused = publisher.publish(messages);
          return Future.succeededFuture();
        }

        @Override
        public Future<Void> close() {
          return publisher.close();
        }
      };
    }
  }

  private static final class HastyConsumer extends Seams {
    @Override
    protected Consumer consumer(
        Replica process, Broker broker, Map<String, EventHandler> handlers) {
      return new Consumer(process, broker, handlers, this::lane) {
        @Override
        protected void execute(PollerMachine.Effect effect) {
          super.execute(effect);
          if (effect instanceof Deliver deliver) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            deliver
                .records()
                .forEach(
                    record ->
                        offsets.put(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1)));
            feed(new Applied(offsets, Set.of()));
          }
        }
      };
    }
  }

  private static final class CarelessLane extends Seams {
    @Override
    protected LanePorts lane(LanePorts ports) {
      return new LanePorts() {
        @Override
        public Future<Void> handle(List<InboundEvent> events) {
          return ports.handle(events).otherwiseEmpty();
        }

        @Override
        public Future<Void> park(List<DeadLetter> letters) {
          return ports.park(letters);
        }

        @Override
        public void applied(
            Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> free) {
          ports.applied(offsets, free);
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

  private static final class OutboxApart extends Seams {
    @Override
    protected Database database(World world, Service service) {
      return new Database(world, service) {
        @Override
        protected void apply(Transaction tx) {
          tx.publishRows();
          Map<Long, OutboxMessage> apart = Map.copyOf(tx.appended());
          tx.process().later(1_000, () -> outbox().putAll(apart));
        }
      };
    }
  }

  private static final class SleepyRelay extends Seams {
    @Override
    protected RelaySettings relay() {
      RelaySettings relay = super.relay();
      return new RelaySettings(
          relay.batchMax(),
          Duration.ofHours(1),
          relay.standBy(),
          relay.retryMax(),
          relay.grace(),
          relay.countEvery());
    }

    @Override
    protected OutboxStore outbox(OutboxStore stored) {
      return new DelegatingOutbox(stored) {
        @Override
        public Future<Void> connect(Runnable lost, Runnable notified) {
          return super.connect(lost, () -> {});
        }
      };
    }
  }

  private static final class NoTombstone extends Seams {
    @Override
    protected Aggregates<Payment, PaymentEvent> payments(Aggregates<Payment, PaymentEvent> stored) {
      return new Aggregates<>() {
        @Override
        public <R> Future<R> transact(
            Collection<Long> ids,
            Function<Map<Long, Payment>, Changes<Payment, PaymentEvent, R>> work) {
          return stored.transact(ids, work.andThen(NoTombstone::withoutTombstones));
        }
      };
    }

    private static <R> Changes<Payment, PaymentEvent, R> withoutTombstones(
        Changes<Payment, PaymentEvent, R> changes) {
      return new Changes<>(
          changes.changes().stream()
              .filter(change -> !(change.after() instanceof Tombstone))
              .toList(),
          changes.result());
    }
  }

  private static final class ForgetfulDesk extends Seams {
    private long lastId = 1_000_000;

    @Override
    protected UnderwritingRepository cases(UnderwritingRepository stored) {
      return new UnderwritingRepository() {
        @Override
        public <R> Future<R> transact(Concern concern, Function<DeskState, DeskChanges<R>> work) {
          return stored.transact(concern, state -> work.apply(forgetting(concern, state)));
        }

        @Override
        public Future<Optional<UnderwritingCase>> find(long underwritingId) {
          return stored.find(underwritingId);
        }

        @Override
        public Future<List<UnderwritingCase>> page(CaseQuery query) {
          return stored.page(query);
        }

        @Override
        public Future<List<Underwriter>> underwriters() {
          return stored.underwriters();
        }
      };
    }

    private DeskState forgetting(Concern concern, DeskState state) {
      List<UnderwritingCase> known =
          state.cases().stream()
              .filter(it -> !concern.subscriptionIds().contains(it.subscriptionId()))
              .toList();
      List<Long> ids = new ArrayList<>(state.freshIds());
      for (int i = known.size(); i < state.cases().size(); i++) ids.add(++lastId);
      return new DeskState(state.underwriters(), known, state.waiting(), ids);
    }
  }

  private static final class LateCancellation extends Seams {
    @Override
    protected Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands(
        SubscriptionRepository stored,
        Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands) {
      return traced ->
          commands
              .submit(traced)
              .compose(
                  handled ->
                      traced.value() instanceof Cancel cancel
                          ? stored.transact(
                              List.of(cancel.subscriptionId()),
                              loaded -> late(loaded.get(cancel.subscriptionId()), cancel, handled))
                          : Future.succeededFuture(handled));
    }

    private static Changes<
            SubscriptionState, SubscriptionEvent, Handled<SubscriptionState, SubscriptionEvent>>
        late(
            SubscriptionState now,
            Cancel cancel,
            Handled<SubscriptionState, SubscriptionEvent> handled) {
      if (!(now instanceof Subscription.Underwriting late)) {
        return new Changes<>(List.of(), handled);
      }
      CancelRequested event = new CancelRequested(late.id(), cancel.at());
      SubscriptionState after =
          new Subscription.CancelRequested(late.header().next(), late.paymentId());
      return new Changes<>(
          List.of(new Change<>(now, List.of(new Recorded<>(event, after, null)))), handled);
    }
  }

  private static final class SweeperByOldLists extends Seams {
    @Override
    protected SubscriptionRepository subscriptions(SubscriptionRepository stored) {
      return new DelegatingSubscriptions(stored) {
        private final Set<Long> once = new LinkedHashSet<>();

        @Override
        public Future<List<Long>> unpaidSince(Instant before, int limit) {
          List<Long> old = List.copyOf(once);
          return super.unpaidSince(before.plusSeconds(30), limit)
              .onSuccess(once::addAll)
              .map(now -> old);
        }

        @Override
        public <R> Future<R> transact(
            Collection<Long> ids,
            Function<Map<Long, SubscriptionState>, Changes<SubscriptionState, SubscriptionEvent, R>>
                work) {
          return super.transact(
              ids,
              found -> {
                if (once.containsAll(ids)) found.replaceAll((id, now) -> unpaid(now));
                once.removeAll(ids);
                return work.apply(found);
              });
        }
      };
    }

    private static SubscriptionState unpaid(SubscriptionState now) {
      return now instanceof Subscription known
          ? new Subscription.PendingPayment(known.header())
          : now;
    }
  }

  /** Trusts its cached copy of an application instead of the stored one. */
  private static final class Remembering extends Seams {
    @Override
    protected SubscriptionRepository subscriptions(SubscriptionRepository stored) {
      return new DelegatingSubscriptions(stored) {
        private final Map<Long, SubscriptionState> remembered = new HashMap<>();

        @Override
        public <R> Future<R> transact(
            Collection<Long> ids,
            Function<Map<Long, SubscriptionState>, Changes<SubscriptionState, SubscriptionEvent, R>>
                work) {
          return super.transact(
              ids,
              found -> {
                found.replaceAll(remembered::getOrDefault);
                Changes<SubscriptionState, SubscriptionEvent, R> changes = work.apply(found);
                changes
                    .changes()
                    .forEach(it -> remembered.put(((Subscription) it.after()).id(), it.after()));
                return changes;
              });
        }
      };
    }
  }

  /** Fails every second command of a customer, who retries as after an outage. */
  private static final class NullPointers extends Seams {
    @Override
    protected Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands(
        SubscriptionRepository stored,
        Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands) {
      boolean[] odd = new boolean[1];
      return traced ->
          (odd[0] ^= true)
              ? Future.failedFuture(new NullPointerException("planted"))
              : commands.submit(traced);
    }
  }

  /** Delegates everything. */
  private static class DelegatingSubscriptions implements SubscriptionRepository {
    private final SubscriptionRepository stored;

    DelegatingSubscriptions(SubscriptionRepository stored) {
      this.stored = stored;
    }

    @Override
    public <R> Future<R> transact(
        Collection<Long> ids,
        Function<Map<Long, SubscriptionState>, Changes<SubscriptionState, SubscriptionEvent, R>>
            work) {
      return stored.transact(ids, work);
    }

    @Override
    public Future<List<Long>> unpaidSince(Instant before, int limit) {
      return stored.unpaidSince(before, limit);
    }

    @Override
    public Future<List<Opened>> open(List<Opening> openings) {
      return stored.open(openings);
    }

    @Override
    public Future<Optional<Subscription>> find(long id) {
      return stored.find(id);
    }

    @Override
    public Future<List<Subscription>> list(SubscriptionQuery query) {
      return stored.list(query);
    }

    @Override
    public Future<Optional<Opened.Known>> findRequest(RequestKey key, Instant now) {
      return stored.findRequest(key, now);
    }

    @Override
    public Future<Integer> forgetRequests(Instant now, int limit) {
      return stored.forgetRequests(now, limit);
    }
  }

  private static class DelegatingOutbox implements OutboxStore {
    private final OutboxStore stored;

    DelegatingOutbox(OutboxStore stored) {
      this.stored = stored;
    }

    @Override
    public Future<Void> connect(Runnable lost, Runnable notified) {
      return stored.connect(lost, notified);
    }

    @Override
    public Future<Boolean> tryLock() {
      return stored.tryLock();
    }

    @Override
    public Future<Void> listen() {
      return stored.listen();
    }

    @Override
    public Future<Void> notifyListener() {
      return stored.notifyListener();
    }

    @Override
    public Future<List<OutboxRow>> read(int limit) {
      return stored.read(limit);
    }

    @Override
    public Future<Void> delete(List<OutboxRow> rows) {
      return stored.delete(rows);
    }

    @Override
    public Future<Void> close() {
      return stored.close();
    }
  }
}

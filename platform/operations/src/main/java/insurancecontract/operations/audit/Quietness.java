package insurancecontract.operations.audit;

import insurancecontract.contracts.Topics;
import insurancecontract.embedded.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Whether anything is under way: an event in an outbox, a message that a service has not applied, a
 * payment that waits for its provider, an application that waits for its payment.
 */
final class Quietness implements AutoCloseable {
  private static final String OUTBOX = "select count(*) from outbox";
  private static final String UNPAID =
      "select count(*) from subscription where unpaid_since is not null";
  private static final String UNFINISHED =
      """
      select count(*)
        from payment
       where status in ('REQUESTED', 'CANCELLING')
         and parked_at is null
      """;

  /** A broker or database that has not answered by then counts as unreadable. */
  private static final Duration REQUEST_MAX = Duration.ofSeconds(10);

  private static final List<String> GROUPS =
      List.of("subscription", "payment", "underwriting", "view");

  private final Databases databases;
  private final MessageBroker broker;
  private final Admin admin;

  Quietness(Databases databases, MessageBroker broker) {
    this.databases = databases;
    this.broker = broker;
    var settings = new Properties();
    settings.putAll(broker.client());
    String timeoutMs = Long.toString(REQUEST_MAX.toMillis());
    settings.setProperty("default.api.timeout.ms", timeoutMs);
    settings.setProperty("request.timeout.ms", timeoutMs);
    this.admin = Admin.create(settings);
  }

  /** What is still under way, in words; nothing when all is quiet. */
  List<String> disturbances() throws SQLException, InterruptedException, ExecutionException {
    List<String> found = new ArrayList<>();
    count(databases.subscription(), OUTBOX, "events in the outbox of subscription", found);
    count(databases.payment(), OUTBOX, "events in the outbox of payment", found);
    count(databases.underwriting(), OUTBOX, "events in the outbox of underwriting", found);
    count(databases.subscription(), UNPAID, "applications that wait for their payment", found);
    count(databases.payment(), UNFINISHED, "payments that wait for the provider", found);
    for (String group : GROUPS) {
      lag(group, found);
    }
    return found;
  }

  /** Grows with every message that a service sends. */
  long sent() throws InterruptedException, ExecutionException {
    Set<String> topics = new HashSet<>(admin.listTopics().names().get());
    topics.removeIf(name -> Topics.ALL.stream().map(broker::named).noneMatch(name::startsWith));
    Set<TopicPartition> partitions =
        admin.describeTopics(topics).allTopicNames().get().values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
            .collect(Collectors.toSet());
    return ends(partitions).values().stream().mapToLong(Long::longValue).sum();
  }

  private static void count(Database database, String query, String what, List<String> found)
      throws SQLException {
    try (Connection connection = Databases.connect(database);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) REQUEST_MAX.toSeconds());
      try (ResultSet result = statement.executeQuery(query)) {
        long count = result.next() ? result.getLong(1) : 0;
        if (count > 0) found.add(count + " " + what);
      }
    }
  }

  private void lag(String service, List<String> found)
      throws InterruptedException, ExecutionException {
    String group = broker.named(service);
    ConsumerGroupDescription members = describe(group);
    if (members == null || members.groupState() != GroupState.STABLE) {
      found.add(group + " has no partitions yet");
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> applied =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Set<TopicPartition> partitions = new HashSet<>(applied.keySet());
    members.members().forEach(member -> partitions.addAll(member.assignment().topicPartitions()));
    long behind =
        ends(partitions).entrySet().stream()
            .mapToLong(end -> end.getValue() - position(applied.get(end.getKey())))
            .sum();
    if (behind > 0) {
      found.add(behind + " messages that " + group + " has not applied");
    }
  }

  private static long position(OffsetAndMetadata applied) {
    return applied == null ? 0 : applied.offset();
  }

  private ConsumerGroupDescription describe(String group)
      throws InterruptedException, ExecutionException {
    try {
      return admin.describeConsumerGroups(List.of(group)).all().get().get(group);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) return null;
      throw e;
    }
  }

  private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> latest =
        partitions.stream()
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        admin.listOffsets(latest).all().get().entrySet()) {
      ends.put(end.getKey(), end.getValue().offset());
    }
    return ends;
  }

  @Override
  public void close() {
    admin.close();
  }
}

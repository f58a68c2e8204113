package insurancecontract.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;

/** How the processes of a service share the partitions of what it hears, as the broker knows it. */
final class Shares implements AutoCloseable {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

  private final Admin admin;

  Shares(String bootstrapServers) {
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** How many partitions each process of the service has; one that has none is there with 0. */
  Map<String, Integer> of(String service) {
    return group(service).members().stream()
        .collect(
            Collectors.toMap(
                // The names of processes are preceded by the service's.
                member -> member.groupInstanceId().orElseThrow().substring(service.length() + 1),
                Shares::partitions,
                // The same process before and after a restart.
                Integer::sum));
  }

  private static int partitions(MemberDescription member) {
    return member.assignment().topicPartitions().size();
  }

  private ConsumerGroupDescription group(String service) {
    try {
      return admin
          .describeConsumerGroups(List.of(service))
          .describedGroups()
          .get(service)
          .get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    admin.close(ANSWERS_WITHIN);
  }
}

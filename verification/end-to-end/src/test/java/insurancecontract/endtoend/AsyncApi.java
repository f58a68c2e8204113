package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.contracts.Topics;
import insurancecontract.standalone.Platform;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Holds every event that was really published against docs/asyncapi.yaml. */
final class AsyncApi {
  private final Document document = Document.read("asyncapi.yaml");

  /** Reads all topics from their beginning; collects the types of events. */
  Set<String> describesAllOf(Platform platform) {
    Set<String> met = new HashSet<>();
    for (ConsumerRecord<String, String> record : published(platform)) {
      met.add(describes(record));
    }
    return met;
  }

  /** Where browsers may listen, by the channel's name. */
  Map<String, String> pushAddresses() {
    JsonObject channels = document.at("channels");
    return channels.fieldNames().stream()
        .filter(name -> channels.getJsonObject(name).encode().contains("#/servers/gateway"))
        .collect(
            Collectors.toMap(
                name -> name, name -> channels.getJsonObject(name).getString("address")));
  }

  /** The roles that may listen at any browser channel, or only at their own. */
  Set<String> listeners(String channel, boolean own) {
    JsonObject roles = document.at("channels", channel, "x-listeners");
    Set<String> may = new HashSet<>();
    roles.getJsonArray("all").forEach(role -> may.add(role.toString()));
    if (own) roles.getJsonArray("own").forEach(role -> may.add(role.toString()));
    return may;
  }

  /** Holds what a browser was sent against the document. */
  void describesPushed(JsonObject frame) {
    String message = frame.getString("type").equals("rec") ? "Changed" : "Refused";
    assertThat(document.faults(document.at("components", "messages", message, "payload"), frame))
        .as(frame.encode())
        .isEmpty();
  }

  private String describes(ConsumerRecord<String, String> record) {
    JsonObject headers = new JsonObject();
    record
        .headers()
        .forEach(
            header ->
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    String type = headers.getString("ce_type").split("\\.", -1)[1];
    assertThat(record.key()).isEqualTo(headers.getString("ce_subject"));
    JsonObject message = document.at("components", "messages", type);
    assertThat(message).as(type).isNotNull();
    String seen = type + " " + headers + " " + record.value();
    assertThat(document.faults(message.getJsonObject("headers"), headers)).as(seen).isEmpty();
    assertThat(document.faults(message.getJsonObject("payload"), new JsonObject(record.value())))
        .as(seen)
        .isEmpty();
    return type;
  }

  private static List<ConsumerRecord<String, String>> published(Platform platform) {
    Map<String, Object> config =
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, platform.bootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          Topics.ALL.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      long left = consumer.endOffsets(partitions).values().stream().mapToLong(end -> end).sum();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (records.size() < left) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
      return records;
    }
  }
}

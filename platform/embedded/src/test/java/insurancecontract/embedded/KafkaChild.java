package insurancecontract.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A process that has a broker, tells it something and waits to be killed. */
final class KafkaChild {
  static final String TOPIC = "words";

  private KafkaChild() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]));
    say(kafka.bootstrapServers(), "before the kill");
    ChildJvm.say("said");
    Thread.currentThread().join();
  }

  static void say(String servers, String word) throws Exception {
    var settings = new Properties();
    settings.setProperty("bootstrap.servers", servers);
    settings.setProperty("acks", "all");
    try (Admin admin = Admin.create(settings);
        var producer =
            new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>(TOPIC, word)).get();
    }
  }
}

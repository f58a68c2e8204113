package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.Json;
import insurancecontract.contracts.PaymentEvent.PaymentDeclined;
import insurancecontract.contracts.Topics;
import insurancecontract.standalone.Standalone;
import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What waits for a person is seen to from the command line. */
class ParkedE2E {
  private static final Path OPERATIONS = Path.of("..", "..", "docs", "operations.md");

  private static TestPlatform platform;
  private static Api api;

  @BeforeAll
  static void start() {
    platform = TestPlatform.throwAway();
    api = new Api(platform.platform().address());
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void the_commands_of_the_operations_list_inspect_retry_and_settle() throws IOException {
    long first = refundThatIsRefused(1);
    long second = refundThatIsRefused(2);
    Audited.isOpen(platform.platform(), 2);

    String printed =
        run(
            Shell.block(OPERATIONS, "parked")
                .replace("http://localhost:8080", platform.platform().address()));

    assertThat(printed.lines().toList())
        .anyMatch(line -> line.startsWith("payment 1  refund of subscription " + first))
        .contains("payment 1 is RETRIED")
        .anyMatch(line -> line.startsWith("payment 2  refund of subscription " + second))
        .contains("payment 2 is SETTLED");
    JsonObject act =
        api.get("otto", "/parked/payment/2").body().getJsonArray("acts").getJsonObject(0);
    assertThat(act.getString("by")).isEqualTo("otto");
    assertThat(act.getString("why")).isEqualTo("paid by hand, receipt 4711");
    Audited.isSatisfied(platform.platform());
  }

  @Test
  void a_case_whose_view_cannot_be_built_is_parked_alone_and_settled() throws IOException {
    long nobodys = 777_777;
    // No database of ours can store a text with a zero.
    var fact = new PaymentDeclined(nobodys, 1, 1, "DECLINED", 100, "KRW", "\0");
    send(message(nobodys, Json.object(fact).toBuffer().getBytes()));
    String view = parked("view", "subscription " + nobodys);

    String printed =
        as(
            "otto",
            "./run parked show view ID; ./run parked retry view ID --why 'again'; echo $?; "
                .concat("./run parked settle view ID --why 'nobody applied so'")
                .replace("ID", view));

    assertThat(printed).contains("409 STILL_FAILS: It still cannot be done").contains("\n1\n");
    assertThat(printed).endsWith("view " + view + " is SETTLED\n");
    assertThat(acts("view", view))
        .containsExactly("RETRY otto again", "SETTLE otto nobody applied so");
    JsonObject other = api.await("alice", api.apply("alice", "Fisrtcancer"), "UNDERWRITING");
    assertThat(other.getLong("underwritingId")).isPositive();
  }

  @Test
  void a_message_that_nobody_can_read_is_parked_by_each_that_should_have_and_settled()
      throws IOException {
    send(message(888_888, "{not json".getBytes(StandardCharsets.UTF_8)));

    for (String service : List.of("subscription", "view")) {
      String id = parked(service, "not a JSON object");
      String printed =
          as(
              "otto",
              "./run parked retry %1$s %2$s --why again; ./run parked settle %1$s %2$s --why 'noise'"
                  .formatted(service, id));
      assertThat(printed)
          .contains("409 STILL_FAILS")
          .endsWith(service + " " + id + " is SETTLED\n");
      assertThat(acts(service, id)).containsExactly("RETRY otto again", "SETTLE otto noise");
    }
    JsonObject other = api.await("alice", api.apply("alice", "Fisrtcancer"), "UNDERWRITING");
    assertThat(other.getLong("underwritingId")).isPositive();
  }

  private static ProducerRecord<String, byte[]> message(long subject, byte[] data) {
    var record = new ProducerRecord<>(Topics.PAYMENT_EVENTS, Long.toString(subject), data);
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            Topics.PAYMENT_EVENTS + "/" + subject + "/1",
            "ce_type",
            "insurancecontract.PaymentDeclined.v1",
            "ce_source",
            "/payment",
            "ce_subject",
            Long.toString(subject),
            "ce_time",
            Instant.EPOCH.toString())
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private static void send(ProducerRecord<String, byte[]> record) {
    var settings =
        Map.<String, Object>of("bootstrap.servers", platform.platform().bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      // Closing waits for it.
      var unused = producer.send(record);
    }
  }

  /** The id under which the service lists what holds the text. */
  private static String parked(String service, String text) {
    return Awaitility.await(service + " has parked it")
        .until(
            () ->
                as("otto", "./run parked list " + service)
                    .lines()
                    .filter(line -> line.contains(text))
                    .map(line -> line.split(" ", 3)[1])
                    .findFirst()
                    .orElse(""),
            id -> !id.isEmpty());
  }

  private static List<String> acts(String service, String id) {
    return api.get("otto", "/parked/" + service + "/" + id).body().getJsonArray("acts").stream()
        .map(JsonObject.class::cast)
        .map(act -> act.getString("act") + " " + act.getString("by") + " " + act.getString("why"))
        .toList();
  }

  private static String as(String user, String script) throws IOException {
    return run(
        "export INSURANCECONTRACT_URL="
            + platform.platform().address()
            + "\nexport INSURANCECONTRACT_TOKEN="
            + token(user)
            + "\n"
            + script);
  }

  @Test
  void what_cannot_be_done_is_said_in_one_line() throws IOException {
    String url = "export INSURANCECONTRACT_URL=" + platform.platform().address() + "\n";
    String ottos = "export INSURANCECONTRACT_TOKEN=" + token("otto") + "\n";
    String alices = "export INSURANCECONTRACT_TOKEN=" + token("alice") + "\n";

    assertThat(run(url + "./run parked list; echo $?"))
        .isEqualTo("INSURANCECONTRACT_TOKEN is missing: an operator's token\n2\n");
    assertThat(run(url + alices + "./run parked list; echo $?"))
        .startsWith("403 ")
        .endsWith("\n1\n");
    assertThat(run(url + ottos + "./run parked show payment 999999; echo $?"))
        .startsWith("404 ")
        .endsWith("\n1\n");
    assertThat(run(url + ottos + "./run parked retry payment 1; echo $?"))
        .isEqualTo("retry needs --why TEXT, which is noted with your name\n2\n");
    assertThat(run(url + ottos + "./run parked mend payment 1; echo $?"))
        .isEqualTo("unknown: mend; see run parked --help\n2\n");
    assertThat(
            run(
                "export INSURANCECONTRACT_URL=http://127.0.0.1:1\n"
                    + ottos
                    + "./run parked list; echo $?"))
        .startsWith("INSURANCECONTRACT_URL: nobody answers at http://127.0.0.1:1")
        .endsWith("\n2\n");
  }

  /** Its underwriter refuses the application, and the provider refuses to give the premium back. */
  private static long refundThatIsRefused(int parkedAs) {
    long id = api.apply("alice", "TestRefundRefused");
    JsonObject seen = api.await("alice", id, "UNDERWRITING");
    api.does(
        "sue",
        "/underwritings/" + seen.getLong("underwritingId") + "/refuse",
        new JsonObject().put("reason", "too many risks"));
    Awaitility.await("the refund is parked")
        .until(() -> api.get("otto", "/parked/payment/" + parkedAs).status() == 200);
    return id;
  }

  private static String token(String user) {
    return Client.token(platform.platform().address(), user);
  }

  private static String run(String script) throws IOException {
    // The script builds first; what it would build is on the class path already.
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "%s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s"
            .formatted(java, System.getProperty("java.class.path"), Standalone.class.getName());
    return Shell.run(script.replace("./run", command));
  }
}

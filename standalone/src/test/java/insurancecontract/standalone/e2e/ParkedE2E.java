package insurancecontract.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.standalone.Client;
import insurancecontract.standalone.Standalone;
import insurancecontract.standalone.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What waits for a person is seen to from the command line. */
class ParkedE2E {
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

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
        .atMost(Duration.ofSeconds(30))
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
        "%s -cp '%s' %s"
            .formatted(java, System.getProperty("java.class.path"), Standalone.class.getName());
    return Shell.run(script.replace("./run", command));
  }
}

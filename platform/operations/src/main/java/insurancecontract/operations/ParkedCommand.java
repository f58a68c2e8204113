package insurancecontract.operations;

import static insurancecontract.commandline.CommandLines.DONE;
import static insurancecontract.commandline.CommandLines.FAILED;
import static insurancecontract.commandline.CommandLines.MISUSED;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Lists, shows, retries and settles parked work from the command line. It calls the gateway of any
 * running platform with the token of an operator.
 */
@Command(
    name = "parked",
    description = "Lists and settles work that needs a person.",
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "  INSURANCECONTRACT_URL      the gateway (default http://localhost:8080)",
      "  INSURANCECONTRACT_TOKEN    an operator's token; every act notes the operator",
      "",
      "Exits with 1 when the platform refuses, and with 2 when it cannot be asked."
    })
public final class ParkedCommand implements Runnable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; *rel=\"?next\"?");

  /** The platform could not be asked; the message says why in one line. */
  private static final class NotAsked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotAsked(String reason) {
      super(reason, null, false, false);
    }
  }

  /** The platform refused; the message is its answer. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Refused(String reason) {
      super(reason, null, false, false);
    }
  }

  private final String address;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  @Spec private CommandSpec spec;

  /** The address and the token are those of the environment. */
  public ParkedCommand(Map<String, String> environment) {
    this.address = environment.getOrDefault("INSURANCECONTRACT_URL", "http://localhost:8080");
    this.token = environment.getOrDefault("INSURANCECONTRACT_TOKEN", "");
  }

  /** Without a command there is only the usage to print. */
  @Override
  public void run() {
    spec.commandLine().usage(out());
  }

  @Command(
      name = "list",
      description = "List what is parked: the newest 50 of each service, or all of one.")
  int list(
      @Parameters(paramLabel = "SERVICE", arity = "0..1", description = "The only service to list.")
          String service) {
    return exitCode(
        () -> {
          if (service == null) {
            listAll();
          } else {
            listAllOf(word(service, "a service"));
          }
        });
  }

  @Command(name = "show", description = "Show all that is known of one item.")
  int show(
      @Parameters(paramLabel = "SERVICE", description = "The service that parked it.")
          String service,
      @Parameters(paramLabel = "ID", description = "Its number in the list.") String id) {
    return exitCode(
        () -> out().println(json(ask("GET", item(service, id), null)).encodePrettily()));
  }

  @Command(name = "retry", description = "Have it done again.")
  int retry(
      @Parameters(paramLabel = "SERVICE", description = "The service that parked it.")
          String service,
      @Parameters(paramLabel = "ID", description = "Its number in the list.") String id,
      @Option(
              names = "--why",
              paramLabel = "TEXT",
              description = "The reason, which is noted with your name.")
          String why) {
    return exitCode(() -> act("retry", item(service, id), why));
  }

  @Command(name = "settle", description = "Record that it was dealt with by other means.")
  int settle(
      @Parameters(paramLabel = "SERVICE", description = "The service that parked it.")
          String service,
      @Parameters(paramLabel = "ID", description = "Its number in the list.") String id,
      @Option(
              names = "--why",
              paramLabel = "TEXT",
              description = "The reason, which is noted with your name.")
          String why) {
    return exitCode(() -> act("settle", item(service, id), why));
  }

  private int exitCode(Runnable command) {
    try {
      command.run();
      return DONE;
    } catch (Refused refused) {
      err().println(refused.getMessage());
      return FAILED;
    } catch (NotAsked misused) {
      err().println(misused.getMessage());
      return MISUSED;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private void listAll() {
    JsonObject page = json(ask("GET", "/parked", null));
    print(page);
    names(page, "away").forEach(service -> err().println(service + " does not answer"));
    names(page, "more").forEach(service -> err().println("more: run parked list " + service));
  }

  private void listAllOf(String service) {
    String path = "/parked/" + service;
    while (path != null) {
      HttpResponse<String> page = ask("GET", path, null);
      print(json(page));
      Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      path = next.find() ? next.group(1) : null;
    }
  }

  private static List<String> names(JsonObject page, String field) {
    return page.getJsonArray(field).stream().map(String.class::cast).toList();
  }

  private void print(JsonObject page) {
    JsonArray parked = page.getJsonArray("parked");
    for (int i = 0; i < parked.size(); i++) {
      JsonObject item = parked.getJsonObject(i);
      out()
          .printf(
              "%s %d  %s of subscription %s  since %s  %s%n",
              item.getString("service"),
              item.getLong("parkedId"),
              item.getString("kind"),
              item.getValue("subject", "unknown"),
              item.getString("parkedAt"),
              item.getString("reason"));
    }
  }

  private void act(String verb, String item, String why) {
    if (why == null) throw new NotAsked(verb + " needs --why TEXT, which is noted with your name");
    JsonObject after = json(ask("POST", item + "/" + verb, new JsonObject().put("why", why)));
    out()
        .println(
            after.getString("service")
                + " "
                + after.getLong("parkedId")
                + " is "
                + after.getString("status"));
  }

  private static String item(String service, String id) {
    if (!id.matches("[1-9][0-9]{0,17}")) throw new NotAsked(id + " is not an id");
    return "/parked/" + word(service, "a service") + "/" + id;
  }

  private static String word(String word, String what) {
    if (!word.matches("[a-z0-9]+")) throw new NotAsked(word + " is not " + what);
    return word;
  }

  private HttpResponse<String> ask(String method, String path, JsonObject body) {
    if (token.isBlank())
      throw new NotAsked("INSURANCECONTRACT_TOKEN is missing: an operator's token");
    HttpResponse<String> answer = send(method, path, body);
    if (answer.statusCode() == 200) return answer;
    JsonObject problem = json(answer);
    throw new Refused(
        "%d %s: %s"
            .formatted(
                answer.statusCode(),
                problem.getString("code", ""),
                problem.getString("detail", answer.body())));
  }

  private HttpResponse<String> send(String method, String path, JsonObject body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(address + path))
              .timeout(TIMEOUT)
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException | IllegalArgumentException away) {
      throw new NotAsked("INSURANCECONTRACT_URL: nobody answers at " + address + ": " + away);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAsked("interrupted");
    }
  }

  private static JsonObject json(HttpResponse<String> answer) {
    try {
      return new JsonObject(answer.body());
    } catch (DecodeException notOurs) {
      return new JsonObject();
    }
  }
}

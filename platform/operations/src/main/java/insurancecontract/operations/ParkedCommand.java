package insurancecontract.operations;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What waits for a person, from the command line: listed, inspected, tried again and settled. It
 * speaks to the gateway of any running platform, with the token of an operator.
 */
public final class ParkedCommand {
  /** How to use it, in one screen. */
  public static final String USAGE =
      """
      usage: run parked list [SERVICE]                  what waits for a person, newest first
             run parked show SERVICE ID                 one item with all that is known of it
             run parked retry SERVICE ID --why TEXT     have it done again
             run parked settle SERVICE ID --why TEXT    say that it was seen to by other means

        INSURANCECONTRACT_URL      the gateway (default http://localhost:8080)
        INSURANCECONTRACT_TOKEN    the token of an operator, who is noted with every act

      Of all services together the newest 50 of each are listed; of one, all.
      It exits with 1 when the platform refuses, and with 2 when it cannot be asked.
      """;

  private static final int DONE = 0;
  private static final int REFUSED = 1;
  private static final int NOT_ASKED = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; *rel=\"?next\"?");

  /** What cannot be done at all; the message says why in one line. */
  private static final class NotAsked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotAsked(String reason) {
      super(reason, null, false, false);
    }
  }

  /** What the platform refused; the message is what it said. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Refused(String reason) {
      super(reason, null, false, false);
    }
  }

  private final Deque<String> words;
  private final String address;
  private final String token;
  private final PrintStream out;
  private final PrintStream err;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private ParkedCommand(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    this.words = new ArrayDeque<>(arguments);
    this.address = environment.getOrDefault("INSURANCECONTRACT_URL", "http://localhost:8080");
    this.token = environment.getOrDefault("INSURANCECONTRACT_TOKEN", "");
    this.out = out;
    this.err = err;
  }

  /** The exit code: 0 when it was done, 1 when it was refused, 2 when nobody could be asked. */
  public static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    var command = new ParkedCommand(arguments, environment, out, err);
    try {
      command.run();
      return DONE;
    } catch (Refused refused) {
      err.println(refused.getMessage());
      return REFUSED;
    } catch (NotAsked misused) {
      err.println(misused.getMessage());
      return NOT_ASKED;
    }
  }

  private void run() {
    if (words.isEmpty() || words.contains("--help")) {
      out.println(USAGE.stripTrailing());
      return;
    }
    String verb = words.remove();
    switch (verb) {
      case "list" -> list();
      case "show" -> show();
      case "retry", "settle" -> act(verb);
      default -> throw new NotAsked("unknown: " + verb + "; see run parked --help");
    }
  }

  private void list() {
    if (words.isEmpty()) {
      JsonObject page = json(ask("GET", "/parked", null));
      print(page);
      said(page, "away").forEach(service -> err.println(service + " does not answer"));
      said(page, "more").forEach(service -> err.println("more: run parked list " + service));
      return;
    }
    String path = "/parked/" + word("a service");
    nothingMore();
    while (path != null) {
      HttpResponse<String> page = ask("GET", path, null);
      print(json(page));
      Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      path = next.find() ? next.group(1) : null;
    }
  }

  private static List<String> said(JsonObject page, String what) {
    return page.getJsonArray(what).stream().map(String.class::cast).toList();
  }

  private void print(JsonObject page) {
    JsonArray parked = page.getJsonArray("parked");
    for (int i = 0; i < parked.size(); i++) {
      JsonObject item = parked.getJsonObject(i);
      out.printf(
          "%s %d  %s of subscription %s  since %s  %s%n",
          item.getString("service"),
          item.getLong("parkedId"),
          item.getString("kind"),
          item.getValue("subject", "unknown"),
          item.getString("parkedAt"),
          item.getString("reason"));
    }
  }

  private void show() {
    String item = item();
    nothingMore();
    out.println(json(ask("GET", item, null)).encodePrettily());
  }

  private void act(String verb) {
    String item = item();
    if (!"--why".equals(words.poll()) || words.isEmpty()) {
      throw new NotAsked(verb + " needs --why TEXT, which is noted with your name");
    }
    JsonObject why = new JsonObject().put("why", words.remove());
    nothingMore();
    JsonObject after = json(ask("POST", item + "/" + verb, why));
    out.println(
        after.getString("service")
            + " "
            + after.getLong("parkedId")
            + " is "
            + after.getString("status"));
  }

  private String item() {
    String service = word("a service");
    String id = word("an id");
    if (!id.matches("[1-9][0-9]{0,17}")) throw new NotAsked(id + " is no id");
    return "/parked/" + service + "/" + id;
  }

  private String word(String what) {
    if (words.isEmpty()) throw new NotAsked(what + " is missing; see run parked --help");
    String word = words.remove();
    if (!word.matches("[a-z0-9]+")) throw new NotAsked(word + " is not " + what);
    return word;
  }

  private void nothingMore() {
    if (!words.isEmpty())
      throw new NotAsked("unknown: " + words.peek() + "; see run parked --help");
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
              .timeout(PATIENCE)
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

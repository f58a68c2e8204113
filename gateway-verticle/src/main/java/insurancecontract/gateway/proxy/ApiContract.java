package insurancecontract.gateway.proxy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the gateway takes from the OpenAPI document: the paths and their methods. Paths that the
 * document does not describe are left to the services.
 */
public final class ApiContract {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  /** The parameter of operations that honour an {@code Idempotency-Key}. */
  private static final String KEY = "#/components/parameters/IdempotencyKey";

  private record Template(
      String text, List<String> segments, Set<String> methods, Set<String> keyed) {
    boolean matches(List<String> path) {
      if (path.size() != segments.size()) return false;
      for (int i = 0; i < path.size(); i++) {
        if (!isParameter(segments.get(i)) && !segments.get(i).equals(path.get(i))) return false;
      }
      return true;
    }

    private static boolean isParameter(String segment) {
      return segment.startsWith("{");
    }

    long parameters() {
      return segments.stream().filter(Template::isParameter).count();
    }
  }

  private final List<Template> templates;

  private ApiContract(List<Template> templates) {
    this.templates = templates;
  }

  /** Reads an OpenAPI document in YAML. */
  public static ApiContract parse(byte[] openapi) {
    Map<?, ?> document =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(new ByteArrayInputStream(openapi));
    List<Template> templates = new ArrayList<>();
    ((Map<?, ?>) document.get("paths"))
        .forEach(
            (path, operations) -> templates.add(template((String) path, (Map<?, ?>) operations)));
    // A literal path takes precedence over one with parameters.
    templates.sort(Comparator.comparingLong(Template::parameters));
    return new ApiContract(List.copyOf(templates));
  }

  private static Template template(String path, Map<?, ?> operations) {
    Set<String> methods = new TreeSet<>();
    Set<String> keyed = new TreeSet<>();
    operations.forEach(
        (name, operation) -> {
          if (!METHODS.contains(name)) return;
          String method = name.toString().toUpperCase(Locale.ROOT);
          methods.add(method);
          if (takesKey((Map<?, ?>) operation)) keyed.add(method);
        });
    return new Template(path, segments(path), methods, keyed);
  }

  private static boolean takesKey(Map<?, ?> operation) {
    return operation.get("parameters") instanceof List<?> parameters
        && parameters.contains(Map.of("$ref", KEY));
  }

  private static List<String> segments(String path) {
    String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return List.of(inner.split("/", -1));
  }

  /** The methods of a path; empty when it is not described. */
  public Set<String> methods(String path) {
    return find(path).map(Template::methods).orElse(Set.of());
  }

  /** Whether the operation honours an {@code Idempotency-Key}. */
  public boolean takesIdempotencyKey(String path, String method) {
    return find(path).map(template -> template.keyed().contains(method)).orElse(false);
  }

  /** The path template, such as {@code /payments/{id}}; empty when it is not described. */
  public Optional<String> template(String path) {
    return find(path).map(Template::text);
  }

  private Optional<Template> find(String path) {
    List<String> segments = segments(path);
    return templates.stream().filter(template -> template.matches(segments)).findFirst();
  }
}

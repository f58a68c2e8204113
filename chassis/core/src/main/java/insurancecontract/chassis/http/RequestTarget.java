package insurancecontract.chassis.http;

import java.util.Optional;

/**
 * A request's path and query in normal form, computed once, before any route. Every route and the
 * upstream service see this form: if they parsed a path differently, a request could be admitted as
 * one resource and served as another.
 *
 * @param path begins with a slash, contains no empty and no dot segments
 * @param query without the question mark; null when there is none
 */
public record RequestTarget(String path, String query) {

  /** Normalizes a raw path; empty when the path or the query is malformed or ambiguous. */
  public static Optional<RequestTarget> of(String rawPath, String query) {
    if (rawPath == null || !rawPath.startsWith("/")) return Optional.empty();
    String path = collapsed(rawPath);
    if (!isPath(path) || hasDotSegment(path) || !isQuery(query)) return Optional.empty();
    return Optional.of(new RequestTarget(path, query));
  }

  /** The first segment of the path. */
  public String resource() {
    int end = path.indexOf('/', 1);
    return end < 0 ? path.substring(1) : path.substring(1, end);
  }

  /** The same request for another resource. */
  public RequestTarget withResource(String other) {
    return new RequestTarget("/" + other + path.substring(1 + resource().length()), query);
  }

  /** As in a request line. */
  public String uri() {
    return query == null ? path : path + "?" + query;
  }

  /** Clients that concatenate a base URL and a path may double the slash between them. */
  private static String collapsed(String path) {
    if (!path.contains("//")) return path;
    StringBuilder single = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '/' || i == 0 || path.charAt(i - 1) != '/') single.append(c);
    }
    return single.toString();
  }

  private static boolean isPath(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (!isGraphic(c) || c == '\\') return false;
      if (c != '%') continue;
      int decoded = decoded(path, i);
      // Servers disagree about encoded slashes and control characters.
      if (decoded < ' ' || decoded == '/' || decoded == '\\' || decoded == 0x7f) return false;
    }
    return true;
  }

  /** In a query every encoded octet is allowed. */
  private static boolean isQuery(String query) {
    if (query == null) return true;
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (!isGraphic(c) || (c == '%' && decoded(query, i) < 0)) return false;
    }
    return true;
  }

  private static boolean isGraphic(char c) {
    return c > ' ' && c < 0x7f;
  }

  /** The octet that is encoded at {@code percent}; -1 when two hexadecimal digits are missing. */
  private static int decoded(String text, int percent) {
    if (percent + 2 >= text.length()) return -1;
    int high = Character.digit(text.charAt(percent + 1), 16);
    int low = Character.digit(text.charAt(percent + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static boolean hasDotSegment(String path) {
    for (String segment : path.split("/", -1)) {
      String plain = segment.replace("%2e", ".").replace("%2E", ".");
      if (plain.equals(".") || plain.equals("..")) return true;
    }
    return false;
  }
}

package insurancecontract.gateway.proxy;

import java.util.Optional;

/**
 * A request's path and query in normal form. The gateway and the service both see this form: if
 * they parsed a path differently, a request could be admitted as one resource and served as
 * another.
 *
 * @param path begins with a slash, contains no empty and no dot segments
 * @param query without the question mark; null when there is none
 */
public record RequestTarget(String path, String query) {

  /** Normalizes a raw path; empty when it is malformed or ambiguous. */
  public static Optional<RequestTarget> of(String rawPath, String query) {
    if (rawPath == null || !rawPath.startsWith("/")) return Optional.empty();
    String path = collapsed(rawPath);
    if (!wellFormed(path) || hasDotSegment(path)) return Optional.empty();
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

  private static boolean wellFormed(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '\\') return false;
      if (c == '%') {
        if (i + 2 >= path.length()) return false;
        int high = Character.digit(path.charAt(i + 1), 16);
        int low = Character.digit(path.charAt(i + 2), 16);
        if (high < 0 || low < 0) return false;
        int decoded = high * 16 + low;
        // Servers disagree about encoded slashes and control characters.
        if (decoded < ' ' || decoded == '/' || decoded == '\\' || decoded == 0x7f) return false;
      }
    }
    return true;
  }

  private static boolean hasDotSegment(String path) {
    for (String segment : path.split("/", -1)) {
      String plain = segment.replace("%2e", ".").replace("%2E", ".");
      if (plain.equals(".") || plain.equals("..")) return true;
    }
    return false;
  }
}

package insurancecontract.chassis.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose the recently verified tokens are, until the tokens expire. Bounded: the least recently used
 * one is forgotten first. Keeps hashes, not tokens.
 *
 * <p>Belongs to one event loop.
 */
final class VerifiedTokens {
  private record Known(Caller caller, long expiresAt) {}

  private final InstantSource clock;
  private final Map<ByteBuffer, Known> known;

  VerifiedTokens(int max, InstantSource clock) {
    this.clock = clock;
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Known> eldest) {
            return size() > max;
          }
        };
  }

  Optional<Caller> find(String token) {
    ByteBuffer hash = hash(token);
    Known found = known.get(hash);
    if (found == null) return Optional.empty();
    if (clock.millis() / 1_000 < found.expiresAt()) return Optional.of(found.caller());
    known.remove(hash);
    return Optional.empty();
  }

  /** The caller's claims say when the token expires. */
  Caller remember(String token, Caller caller) {
    caller.number("exp").ifPresent(end -> known.put(hash(token), new Known(caller, end)));
    return caller;
  }

  /** For when a key that they were verified with may be valid no longer. */
  void forgetAll() {
    known.clear();
  }

  private static ByteBuffer hash(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}

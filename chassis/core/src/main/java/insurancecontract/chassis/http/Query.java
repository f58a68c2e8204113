package insurancecontract.chassis.http;

import insurancecontract.chassis.identity.Caller;
import io.vertx.ext.web.RoutingContext;
import java.text.Normalizer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A request's query parameters; every fault is collected and {@link #check} names all at once. */
public final class Query {
  /** The longest text that anybody asks for is a customer's id. */
  private static final int TEXT_MAX = Caller.SUBJECT_LENGTH_MAX;

  private final RoutingContext context;
  private final List<Fault> faults = new ArrayList<>();

  private Query(RoutingContext context) {
    this.context = context;
  }

  /** The parameters of a request. */
  public static Query of(RoutingContext context) {
    return new Query(context);
  }

  /** Of the query alone: what stands in the path is no parameter. */
  private String value(String name) {
    return context.queryParams().get(name);
  }

  /** A text, no longer than a customer's id may be. */
  public Optional<String> text(String name) {
    String value = value(name);
    if (value == null || value.isBlank()) return Optional.empty();
    if (value.length() <= TEXT_MAX && value.indexOf('\0') < 0) return Optional.of(value);
    faults.add(new Fault(name, "must have at most " + TEXT_MAX + " characters"));
    return Optional.empty();
  }

  /** A name; composed letters have one form, however they were typed. */
  public Optional<String> name(String name) {
    return text(name).map(value -> Normalizer.normalize(value, Normalizer.Form.NFC));
  }

  /** A whole number within bounds. */
  public OptionalLong number(String name, long min, long max) {
    String value = value(name);
    if (value == null) return OptionalLong.empty();
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) return OptionalLong.of(number);
    } catch (NumberFormatException notANumber) {
      // Answered below.
    }
    faults.add(new Fault(name, "must be a whole number from " + min + " to " + max));
    return OptionalLong.empty();
  }

  /** A moment in ISO 8601, such as {@code 2026-01-31T00:00:00Z}. */
  public Optional<Instant> instant(String name) {
    String value = value(name);
    if (value == null || value.isBlank()) return Optional.empty();
    try {
      return Optional.of(Instant.parse(value));
    } catch (DateTimeParseException notAMoment) {
      faults.add(new Fault(name, "must be a moment such as 2026-01-31T00:00:00Z"));
      return Optional.empty();
    }
  }

  /** One of an enum's names. */
  public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
    return oneOf(name, EnumSet.allOf(type));
  }

  /** One of these constants' names. */
  public <E extends Enum<E>> Optional<E> oneOf(String name, Set<E> constants) {
    String value = value(name);
    if (value == null || value.isBlank()) return Optional.empty();
    for (E constant : constants) {
      if (constant.name().equals(value)) return Optional.of(constant);
    }
    faults.add(new Fault(name, "must be one of " + constants));
    return Optional.empty();
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException 422 naming every fault
   */
  public void check() {
    if (!faults.isEmpty()) throw Problems.unprocessable(faults);
  }
}

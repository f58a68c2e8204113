package insurancecontract.chassis.http;

import insurancecontract.chassis.Overloaded;
import insurancecontract.chassis.TransientFailure;
import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.identity.Unauthenticated;
import insurancecontract.chassis.postgres.Postgres;
import io.vertx.core.VertxException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** Maps failures to problem documents, in one table. */
public final class Problems {
  /** The code when a dependency is unavailable. */
  static final String AWAY = "TEMPORARILY_UNAVAILABLE";

  private static final Duration SHORTLY = Duration.ofSeconds(1);

  private Problems() {}

  /** 400: the request itself cannot be understood. */
  public static ProblemException badRequest(String code, String detail) {
    return problem(400, code, "The request cannot be understood", detail);
  }

  /** 401: the caller is not authenticated. */
  public static ProblemException unauthorized(String detail) {
    return problem(401, "UNAUTHENTICATED", "Please sign in", detail);
  }

  /** 403: authenticated, and not allowed. */
  public static ProblemException forbidden(String detail) {
    return problem(403, "FORBIDDEN", "Not allowed", detail);
  }

  /** 404: there is no such resource, or it belongs to someone else. */
  public static ProblemException notFound(String detail) {
    return problem(404, "NOT_FOUND", "Not found", detail);
  }

  /** 409: valid and allowed, but not in the current state. */
  public static ProblemException conflict(String code, String detail) {
    return problem(409, code, "Not possible as things stand", detail);
  }

  /** The same for a refused command, worded in the language of the caller. */
  public static ProblemException conflict(Refusal refusal, Words words) {
    return new ProblemException(
        language -> conflict(refusal.code().name(), words.of(refusal, language)).problem());
  }

  /** 422: well-formed, and invalid in these ways. */
  public static ProblemException unprocessable(List<Fault> faults) {
    return unprocessable("INVALID", faults);
  }

  /** 422 with a code of its own. */
  public static ProblemException unprocessable(String code, List<Fault> faults) {
    String detail =
        faults.size() == 1
            ? faults.get(0).field() + ": " + faults.get(0).detail()
            : faults.size() + " things are wrong with this request; see faults.";
    return new ProblemException(
        new Problem(422, code, "The request is not acceptable", detail, faults, null));
  }

  /** 503: not now; a retry after {@code retryAfter} makes sense. */
  public static ProblemException unavailable(String code, String detail, Duration retryAfter) {
    return new ProblemException(
        new Problem(503, code, "Please try again shortly", detail, List.of(), retryAfter));
  }

  /** Any other status. */
  public static ProblemException problem(int status, String code, String title, String detail) {
    return new ProblemException(new Problem(status, code, title, detail, List.of(), null));
  }

  /** The problem for a failure; internal detail is never exposed. */
  public static Problem of(Throwable failure) {
    return of(failure, 500);
  }

  /** Like {@link #of(Throwable, int)}, in this language where the failure has words for it. */
  static Problem of(Throwable failure, int status, Locale language) {
    return failure instanceof ProblemException known
        ? known.problem(language)
        : of(failure, status);
  }

  /** Like {@link #of(Throwable)}, where the router knows a status but perhaps no failure. */
  public static Problem of(Throwable failure, int status) {
    if (failure == null) return ofStatus(status);
    if (failure instanceof ProblemException known) return known.problem();
    if (failure instanceof HttpException http) return ofStatus(http.getStatusCode());
    if (failure instanceof Unauthenticated) return unauthorized(failure.getMessage()).problem();
    if (failure instanceof Overloaded) {
      return unavailable("OVERLOADED", "Too much is going on. Please try again.", SHORTLY)
          .problem();
    }
    // The router reports the caller's faults by status; the exception adds nothing.
    if (status >= 400 && status < 500) return ofStatus(status);
    if (isAway(failure)) {
      return unavailable(
              AWAY, "Something that this needs is away for the moment. Please try again.", SHORTLY)
          .problem();
    }
    return ofStatus(500);
  }

  private static boolean isAway(Throwable failure) {
    if (failure instanceof PgException) return Postgres.isTransient(failure);
    if (failure instanceof ReplyException reply) {
      return reply.failureType() != ReplyFailure.RECIPIENT_FAILURE;
    }
    // Includes connections that have just been closed.
    return failure instanceof VertxException
        || failure instanceof TransientFailure
        || failure instanceof IOException
        || failure instanceof TimeoutException;
  }

  private static Problem ofStatus(int status) {
    ProblemException known =
        switch (status) {
          case 400 -> badRequest("BAD_REQUEST", "The request is malformed.");
          case 401 -> unauthorized("A bearer token is needed.");
          case 403 -> forbidden("This is not for you to do.");
          case 404 -> notFound("There is nothing at this address.");
          case 405 ->
              problem(
                  405,
                  "METHOD_NOT_ALLOWED",
                  "Method Not Allowed",
                  "This address does not know the method; the header Allow names those it knows.");
          case 413 ->
              problem(413, "TOO_LARGE", "The request is too large", "The body is too large.");
          case 414 -> problem(414, "TOO_LONG", "The address is too long", "Shorten the address.");
          case 415 ->
              problem(
                  415,
                  "UNSUPPORTED_MEDIA_TYPE",
                  "Unsupported Media Type",
                  "Send the body as application/json.");
          case 417 ->
              problem(
                  417,
                  "EXPECTATION_FAILED",
                  "Expectation Failed",
                  "The header Expect may only be 100-continue.");
          case 503, 504 ->
              unavailable("TIMED_OUT", "This took too long. Please try again.", SHORTLY);
          case 406 ->
              problem(406, "NOT_ACCEPTABLE", "Not Acceptable", "Answers are application/json.");
          case 431 ->
              problem(431, "HEADERS_TOO_LONG", "The headers are too long", "Shorten the headers.");
          default ->
              problem(
                  500,
                  "INTERNAL",
                  "Internal Server Error",
                  "This is our fault. Please quote the correlation id when you ask for help.");
        };
    return known.problem();
  }
}

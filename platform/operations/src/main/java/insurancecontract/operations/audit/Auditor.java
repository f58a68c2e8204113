package insurancecontract.operations.audit;

import insurancecontract.audit.Audit;
import insurancecontract.payment.application.ProviderFailed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a running platform is quiet, then judges it. If messages were sent while it was
 * reading, what looks broken may have been under way, so it reads again as long as there is time.
 */
public final class Auditor {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  /** The judgement, and what was still under way when it was made. */
  public record Judgement(Audit audit, List<String> disturbances) {
    /** Whether every invariant holds. */
    public boolean whole() {
      return audit.whole();
    }

    /** Whether it is conclusive: otherwise, what looks broken may only have been under way. */
    boolean conclusive() {
      return whole() || disturbances.isEmpty();
    }
  }

  /** An audit that could not be made; the message says why in one line. */
  public static final class NoAudit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NoAudit(Throwable cause) {
      super("the platform cannot be read: " + cause.getMessage(), cause);
    }
  }

  private final Databases databases;
  private final MessageBroker broker;
  private final Statements statements;
  private final Duration readingMax;

  /** An auditor that takes as long as it needs to read the databases. */
  public Auditor(Databases databases, MessageBroker broker, Statements statements) {
    this(databases, broker, statements, Duration.ofDays(1));
  }

  /** One that gives up when reading the databases once takes longer than {@code readingMax}. */
  public Auditor(
      Databases databases, MessageBroker broker, Statements statements, Duration readingMax) {
    this.databases = databases;
    this.broker = broker;
    this.statements = statements;
    this.readingMax = readingMax;
  }

  /** Judges as soon as all is quiet, and after {@code patience} in any case. */
  public Judgement judge(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try (var quietness = new Quietness(databases, broker)) {
      while (true) {
        List<String> disturbances = awaitQuiet(quietness, deadline);
        long before = quietness.sent();
        Audit audit = LiveAudit.run(databases, statements, readingMax);
        long meanwhile = quietness.sent() - before;
        if (meanwhile > 0) disturbances.add(meanwhile + " messages that were sent meanwhile");
        // What began meanwhile and is still under way has sent nothing yet.
        if (!audit.whole() && disturbances.isEmpty()) disturbances = quietness.disturbances();
        if (audit.whole() || disturbances.isEmpty() || System.nanoTime() > deadline) {
          return new Judgement(audit, disturbances);
        }
      }
    } catch (SQLException | ExecutionException | ProviderFailed e) {
      throw new NoAudit(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAudit(e);
    }
  }

  private static List<String> awaitQuiet(Quietness quietness, long deadline)
      throws SQLException, InterruptedException, ExecutionException {
    List<String> disturbances = quietness.disturbances();
    while (!disturbances.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
      disturbances = quietness.disturbances();
    }
    return disturbances;
  }
}

package insurancecontract.operations.audit;

import insurancecontract.audit.Audit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a running platform is quiet, then judges it. Should messages have been sent while it
 * was reading, what looks broken may have been under way, and it looks once more as long as there
 * is time.
 */
public final class Auditor {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  /** The judgement, and what was still under way when it was made. */
  public record Judgement(Audit audit, List<String> disturbances) {
    /** Whether every invariant holds. */
    public boolean whole() {
      return audit.whole();
    }

    /** Whether it can be relied on: what looks broken may only have been under way otherwise. */
    boolean definite() {
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
  private final Duration readingMax;

  /** An auditor of the platform with these databases and this broker, who takes all day. */
  public Auditor(Databases databases, MessageBroker broker) {
    this(databases, broker, Duration.ofDays(1));
  }

  /** One who gives up when reading the databases once takes longer than {@code readingMax}. */
  public Auditor(Databases databases, MessageBroker broker, Duration readingMax) {
    this.databases = databases;
    this.broker = broker;
    this.readingMax = readingMax;
  }

  /** Judges as soon as all is quiet, and after {@code patience} in any case. */
  public Judgement judge(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try (var quietness = new Quietness(databases, broker)) {
      while (true) {
        List<String> disturbances = awaitQuiet(quietness, deadline);
        long before = quietness.sent();
        Audit audit = LiveAudit.run(databases, readingMax);
        long meanwhile = quietness.sent() - before;
        if (meanwhile > 0) disturbances.add(meanwhile + " messages that were sent meanwhile");
        if (audit.whole() || disturbances.isEmpty() || System.nanoTime() > deadline) {
          return new Judgement(audit, disturbances);
        }
      }
    } catch (SQLException | ExecutionException e) {
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

package insurancecontract.view.projection;

import java.time.Instant;

/**
 * The progress of the running rebuild, or the outcome of the last one.
 *
 * @param read facts merged so far
 * @param total number of facts, as far as known
 * @param started null when there was no rebuild yet
 * @param finished null while one is running
 * @param lastError why it failed, else null
 */
public record RebuildProgress(
    State state, long read, long total, Instant started, Instant finished, String lastError) {
  /** Where a rebuild stands. */
  public enum State {
    /** No rebuild yet. */
    NEVER,
    /** The new rows are being built; the old ones are served. */
    RUNNING,
    /** The new rows are served. */
    DONE,
    /** The new rows were discarded; the old ones are served. */
    FAILED
  }
}

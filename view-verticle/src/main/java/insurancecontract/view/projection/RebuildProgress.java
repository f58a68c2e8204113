package insurancecontract.view.projection;

import java.time.Instant;

/**
 * How far the running rebuild is, or how the last one ended.
 *
 * @param read facts merged so far
 * @param total facts there are, as far as is known yet
 * @param started null when there never was a rebuild
 * @param finished null while one is running
 * @param lastError why it failed, else null
 */
public record RebuildProgress(
    State state, long read, long total, Instant started, Instant finished, String lastError) {
  /** Where a rebuild stands. */
  public enum State {
    /** There never was one. */
    NEVER,
    /** The new rows are being made; the old ones are served. */
    RUNNING,
    /** The new rows are served. */
    DONE,
    /** The new rows were thrown away; the old ones are served. */
    FAILED
  }
}

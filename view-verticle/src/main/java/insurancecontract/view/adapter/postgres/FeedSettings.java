package insurancecontract.view.adapter.postgres;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * Bounds of the log of changes and of those who read it.
 *
 * @param kept how long entries are kept, so how long ago a stream may have broken off that goes on
 *     where it was
 * @param lookAgain how often it is looked at without a notification, in case one was lost
 * @param reconnect the pause before the connection for notifications is opened again
 * @param readMax entries read at a time
 * @param resumeMax entries that a stream is told at the most; more is quicker to ask for as lists
 * @param forgetMax entries deleted at a time
 */
public record FeedSettings(
    Duration kept,
    Duration lookAgain,
    Duration reconnect,
    int readMax,
    int resumeMax,
    int forgetMax) {

  /** Reads them. */
  public static FeedSettings from(Settings settings) {
    return new FeedSettings(
        settings.seconds("PUSH_RESUME_SECONDS", 1, 86_400, 600),
        settings.millis("CHANGES_LOOK_AGAIN_MS", 50, 60_000, 1_000),
        settings.millis("CHANGES_RECONNECT_MS", 50, 60_000, 500),
        settings.between("CHANGES_READ_MAX", 1, 100_000, 2_000),
        settings.between("PUSH_RESUME_MAX", 1, 100_000, 5_000),
        settings.between("CHANGES_FORGET_MAX", 1, 100_000, 5_000));
  }
}

package insurancecontract.view.adapter.postgres;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * Limits of the change log and its readers.
 *
 * @param kept how long entries are kept, and so how long after a disconnect a stream can resume
 * @param lookAgain polling interval, in case a notification was lost
 * @param reconnect pause before the notification connection is reopened
 * @param readMax entries read at a time
 * @param resumeMax maximum number of entries for a resuming stream; beyond that, lists are faster
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

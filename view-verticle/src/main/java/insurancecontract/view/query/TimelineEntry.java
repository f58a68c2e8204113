package insurancecontract.view.query;

import java.time.Instant;
import java.util.Map;

/**
 * One event of a subscription's timeline.
 *
 * @param detail the event's data, without what every event has
 * @param step the step of its progress that the event completed; null for none
 */
public record TimelineEntry(
    Instant at,
    String source,
    String type,
    long version,
    Map<String, Object> detail,
    Progress.Step step) {}

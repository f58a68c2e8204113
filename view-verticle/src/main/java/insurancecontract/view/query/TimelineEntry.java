package insurancecontract.view.query;

import java.time.Instant;
import java.util.Map;

/** One fact of a subscription's story; {@code detail} is what its event says beyond the rest. */
public record TimelineEntry(
    Instant at, String source, String type, long version, Map<String, Object> detail) {}

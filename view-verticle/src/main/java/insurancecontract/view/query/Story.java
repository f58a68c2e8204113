package insurancecontract.view.query;

import java.util.List;

/** A row with all its facts, in the order of their time. */
public record Story(SubscriptionView view, List<TimelineEntry> timeline) {}

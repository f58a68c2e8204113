package insurancecontract.view.query;

import java.util.List;

/** A row with every fact that it is made of, by the time at which they happened. */
public record Story(SubscriptionView view, List<TimelineEntry> timeline) {}

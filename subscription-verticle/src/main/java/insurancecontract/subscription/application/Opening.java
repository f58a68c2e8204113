package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;
import java.time.Instant;

/**
 * A new application that is to be recorded, unless its key was used before.
 *
 * @param draft the application, without a number yet
 * @param key the request's key, else null
 * @param bodyHash what the request said, for telling a repeat from another request; null without
 *     key
 * @param keyUntil until when the key is remembered; null without key
 */
public record Opening(Subscription draft, RequestKey key, String bodyHash, Instant keyUntil) {}

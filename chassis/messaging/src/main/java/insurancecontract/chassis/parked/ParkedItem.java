package insurancecontract.chassis.parked;

import io.vertx.core.json.JsonObject;

/**
 * Something that cannot be done without a person.
 *
 * @param kind what sort of thing it is; the service's repair of that kind knows what to do about it
 * @param origin where it comes from; what has the same origin is parked once
 * @param subject the key of the correlation, or null where even that cannot be read
 * @param reason why it is here
 * @param detail what a person has to know of it, and what a repair needs
 */
public record ParkedItem(
    String kind, String origin, Long subject, String reason, JsonObject detail) {}

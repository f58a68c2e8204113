package insurancecontract.chassis.parked;

import io.vertx.core.json.JsonObject;

/**
 * Something that needs an operator.
 *
 * @param kind which of the service's repairs applies
 * @param origin identifies its source; items of the same origin are parked once
 * @param subject the correlation key, or null when even that cannot be read
 * @param reason why it was parked
 * @param detail what an operator has to know, and what a repair needs
 */
public record ParkedItem(
    String kind, String origin, Long subject, String reason, JsonObject detail) {}

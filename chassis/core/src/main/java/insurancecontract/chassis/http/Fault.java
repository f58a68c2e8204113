package insurancecontract.chassis.http;

/**
 * One thing that is wrong with a request.
 *
 * @param field the field, parameter or header
 * @param detail what is wrong with it and what is allowed
 */
public record Fault(String field, String detail) {}

package insurancecontract.chassis.outbox;

/** An event in the outbox; rows are numbered in the order in which they were written. */
public record OutboxRow(long id, OutboxMessage message) {}

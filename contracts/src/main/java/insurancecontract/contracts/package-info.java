/**
 * The published language: what the services say to each other, and nothing else.
 *
 * <p>Facts are records that implement {@link insurancecontract.contracts.Event}; they cross Kafka.
 * A published record only ever gains optional fields. The one question, {@link
 * insurancecontract.contracts.PaymentCall}, is asked by subscription and answered by payment.
 */
package insurancecontract.contracts;

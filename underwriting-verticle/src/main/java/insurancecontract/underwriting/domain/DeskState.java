package insurancecontract.underwriting.domain;

import java.util.List;

/**
 * The part of the desk that a batch of commands concerns.
 *
 * @param underwriters all of them
 * @param cases those that the commands name, as far as they exist
 * @param waiting the oldest waiting cases, as many as {@link Concern#waitingWanted} wants
 * @param freshIds ids for the cases to be opened, ascending and above every case's id
 */
public record DeskState(
    List<Underwriter> underwriters,
    List<UnderwritingCase> cases,
    List<UnderwritingCase> waiting,
    List<Long> freshIds) {}

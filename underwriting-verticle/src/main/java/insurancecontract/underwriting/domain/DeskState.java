package insurancecontract.underwriting.domain;

import java.util.List;

/**
 * The part of the desk that a batch of commands concerns.
 *
 * @param underwriters all of them
 * @param cases the existing cases that the commands name
 * @param waiting the oldest waiting cases, {@link Concern#waitingWanted} of them
 * @param freshIds ids for cases to be opened, ascending and above every existing id
 */
public record DeskState(
    List<Underwriter> underwriters,
    List<UnderwritingCase> cases,
    List<UnderwritingCase> waiting,
    List<Long> freshIds) {}

package insurancecontract.underwriting.domain;

/**
 * The person who decides a case.
 *
 * @param viewer the cases this person sees; all others are not found
 */
public record DecisionMaker(String name, Viewer viewer) {}

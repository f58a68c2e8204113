package insurancecontract.underwriting.domain;

/** Something that happened to a case, and the case as it stood right after it. */
public record CaseChange(CaseEvent event, UnderwritingCase after) {}

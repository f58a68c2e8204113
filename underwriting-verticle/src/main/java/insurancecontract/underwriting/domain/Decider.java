package insurancecontract.underwriting.domain;

/** Who decides, by name, about which cases: a decision about an unseen case finds no case. */
public record Decider(String name, Viewer viewer) {}

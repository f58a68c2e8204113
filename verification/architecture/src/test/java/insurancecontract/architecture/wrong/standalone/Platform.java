package insurancecontract.architecture.wrong.standalone;

/** The whole platform, which no part of the product may import. */
public record Platform() {}

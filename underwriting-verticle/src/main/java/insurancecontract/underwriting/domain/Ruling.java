package insurancecontract.underwriting.domain;

import java.util.List;

/**
 * What the desk decided about a batch of commands.
 *
 * @param outcomes one for each command, in their order
 * @param cases the cases that changed, as they stand now, by their ids
 * @param underwriters the underwriters whose name or capacity changed, by their ids
 */
public record Ruling(
    List<Outcome> outcomes, List<UnderwritingCase> cases, List<Underwriter> underwriters) {}

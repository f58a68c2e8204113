package insurancecontract.underwriting.domain;

import java.util.List;
import java.util.Optional;

/**
 * What became of one command.
 *
 * @param underwritingCase the case that it was about, as it stands now
 * @param underwriter the underwriter that it was about, as the desk stands now
 * @param changes everything that it caused, in order, also to cases that it let in
 */
public record Outcome(
    Decision decision,
    Optional<UnderwritingCase> underwritingCase,
    Optional<Underwriter> underwriter,
    List<CaseChange> changes) {}

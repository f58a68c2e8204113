package insurancecontract.underwriting.domain;

import insurancecontract.chassis.decision.Changes;
import java.util.List;

/**
 * What a transaction at the desk stores, and what it returns once that is stored.
 *
 * @param staff underwriters whose name or capacity changed
 */
public record DeskChanges<R>(
    Changes<UnderwritingCase, CaseEvent, R> cases, List<Underwriter> staff) {}

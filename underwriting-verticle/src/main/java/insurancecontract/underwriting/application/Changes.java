package insurancecontract.underwriting.application;

import insurancecontract.underwriting.domain.CaseChange;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import java.util.List;

/**
 * What a transaction is to leave behind.
 *
 * @param cases to be stored as they stand now
 * @param underwriters to be stored as they stand now
 * @param news to be announced, in this order
 * @param result for whoever asked
 */
public record Changes<R>(
    List<UnderwritingCase> cases,
    List<Underwriter> underwriters,
    List<Traced<CaseChange>> news,
    R result) {}

/** Who gets which case and what becomes of it: pure decisions, without I/O, clock or chance. */
package insurancecontract.underwriting.domain;

/** Who gets which case and what may become of it: pure decisions, without I/O, time or chance. */
package insurancecontract.underwriting.domain;

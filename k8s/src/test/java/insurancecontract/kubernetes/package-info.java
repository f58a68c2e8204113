/**
 * The Kubernetes resources as a cluster would get them: every overlay is rendered, parsed with
 * unknown fields refused, and held against rules. What is missing in Kubernetes' own checks are the
 * relations: a selector that selects nothing, a port that nobody opens, a key that no code reads.
 */
package insurancecontract.kubernetes;

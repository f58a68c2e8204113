/**
 * The built-in issuer: demo users, their sign-in and their tokens, for a trial on one machine. In
 * any other mode the gateway refuses to start with it; there an identity provider issues tokens.
 */
package insurancecontract.gateway.issuer;

/**
 * The built-in issuer: demo users, their sign-in and their tokens, for trying the platform out on
 * one machine. It refuses to start in any other mode; there an identity provider issues the tokens.
 */
package insurancecontract.gateway.issuer;

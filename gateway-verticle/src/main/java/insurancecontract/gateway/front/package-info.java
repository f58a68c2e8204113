/**
 * What every request passes before anyone works for it: log line, trace, headers, cross-origin
 * rules, sign-in; and the few things that the gateway answers itself.
 */
package insurancecontract.gateway.front;

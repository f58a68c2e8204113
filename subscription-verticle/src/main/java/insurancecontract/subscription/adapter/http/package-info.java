/** The HTTP API: requests become commands and queries, decisions become answers and problems. */
package insurancecontract.subscription.adapter.http;

/** Requests as commands and questions; decisions as answers and problems. */
package insurancecontract.subscription.adapter.http;

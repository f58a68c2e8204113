/** The pages for people: what is served, how it is cached, and how one signs in. */
package insurancecontract.gateway.web;

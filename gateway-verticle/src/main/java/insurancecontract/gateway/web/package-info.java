/**
 * The web pages and the API's documentation: files, their caching, and the pages' configuration.
 */
package insurancecontract.gateway.web;

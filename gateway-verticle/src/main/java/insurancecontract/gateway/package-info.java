/**
 * The gateway: the one way in. It knows who calls, lets in no more than can be served, and passes
 * each call to the service that answers it, which it finds by discovery. It owns no table and no
 * topic, decides nothing about an application, and trusts no client with what is its own to say.
 * Beside the API it serves the descriptions of the API and of the events; on a trial platform it
 * also signs people in. Health and metrics are on a port of their own.
 */
package insurancecontract.gateway;

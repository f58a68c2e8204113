/**
 * The gateway: the only public entry. It authenticates callers, sheds load, and forwards each call
 * to the service that serves it, which it finds by discovery. It owns no table and no topic, and
 * decides nothing about an application. It also serves the pages and the descriptions of the API
 * and of the events; on a trial platform it signs users in. Health and metrics have their own port.
 */
package insurancecontract.gateway;

/** The skeleton of a service with a database and events; a verticle adds the parts of its own. */
package insurancecontract.chassis.service;

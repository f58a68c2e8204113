/** Steps of a trace as spans for OpenTelemetry. */
package insurancecontract.chassis.tracing;
